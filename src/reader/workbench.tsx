import data from '@generated/lbr-spec/default/workbench.json';
import { Workbench } from '../components/workbench/Workbench.tsx';
import type { WorkbenchData } from '../components/workbench/workbench-data.ts';
import { mount } from './mount.tsx';

/** Puts the workbench in its place. React comes with this file, not with the pages. */
export function openWorkbench(place: HTMLElement): Promise<void> {
  mount(place, <Workbench data={data as unknown as WorkbenchData} />);
  return Promise.resolve();
}
