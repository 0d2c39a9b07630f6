import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { LinksContext } from '../components/site/links.tsx';
import { baseUrl } from './base-url.ts';

/** Renders into an element of a page that has no framework; links lead below the page's base path. */
export function mount(place: HTMLElement, content: ReactNode): void {
  const href = (path: string): string => new URL(path.replace(/^\//, ''), baseUrl()).href;
  createRoot(place).render(<LinksContext value={{ href, anchor: () => undefined }}>{content}</LinksContext>);
}
