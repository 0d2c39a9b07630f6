import renderRoutes from '@docusaurus/renderRoutes';
import { matchPath, useLocation } from '@docusaurus/router';
import NotFound from '@theme/NotFound';
import type { RouteConfig } from 'react-router-config';

/** The documents share the root path with everything else: what none of them answers is not a page. */
export default function DocRoot({ route }: { readonly route: RouteConfig }) {
  const { pathname } = useLocation();
  const { routes = [] } = route;
  return routes.some((one) => matchPath(pathname, one)) ? renderRoutes(routes) : <NotFound />;
}
