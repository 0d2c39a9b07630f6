import { Link } from './links.tsx';
import { pages } from './pages.ts';

/** Brand, the few top pages, search and the colour switch. The menu button shows where the contents have no room. */
export function Header() {
  return (
    <header className="site-header">
      <Link to="/" className="brand">
        <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
          <rect x="1" y="1" width="20" height="20" rx="4" fill="none" stroke="currentColor" strokeWidth="2" />
          <path d="M6 6h5v5h5v5" fill="none" stroke="currentColor" strokeWidth="2" />
          <circle cx="6" cy="6" r="2" fill="currentColor" />
          <circle cx="16" cy="16" r="2" fill="currentColor" />
        </svg>
        LBR Contract
      </Link>
      <nav className="site-nav" aria-label="Site">
        {pages.map(({ to, title }) => (
          <Link key={to} to={to}>
            {title}
          </Link>
        ))}
      </nav>
      <div className="site-tools">
        <button type="button" className="tool needs-js" data-action="search" aria-keyshortcuts="/">
          Search <kbd>/</kbd>
        </button>
        <button
          type="button"
          className="tool needs-js"
          data-action="help"
          aria-label="Keyboard shortcuts"
          aria-keyshortcuts="?"
        >
          <kbd>?</kbd>
        </button>
        <button type="button" className="tool needs-js" data-action="theme" aria-label="Switch between light and dark">
          <span aria-hidden="true">◐</span>
        </button>
        <button type="button" className="tool menu-button" popoverTarget="contents">
          Menu
        </button>
      </div>
    </header>
  );
}
