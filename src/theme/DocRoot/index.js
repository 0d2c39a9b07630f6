import { jsx as _jsx } from "react/jsx-runtime";
import renderRoutes from '@docusaurus/renderRoutes';
import { matchPath, useLocation } from '@docusaurus/router';
import NotFound from '@theme/NotFound';
/** The documents share the root path with everything else: what none of them answers is no page. */
export default function DocRoot({ route }) {
    const { pathname } = useLocation();
    const { routes = [] } = route;
    return routes.some((one) => matchPath(pathname, one)) ? renderRoutes(routes) : _jsx(NotFound, {});
}
