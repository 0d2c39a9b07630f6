import renderRoutes from '@docusaurus/renderRoutes';
/** The documents need no frame of their own: the layout is the document's. */
export default function DocsRoot({ route }) {
    return renderRoutes(route.routes);
}
