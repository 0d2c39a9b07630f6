import renderRoutes from '@docusaurus/renderRoutes';
import type { RouteConfig } from 'react-router-config';

/** The documents need no frame of their own: the layout is the document's. */
export default function DocRoot({ route }: { readonly route: RouteConfig }) {
  return renderRoutes(route.routes);
}
