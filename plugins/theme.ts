import path from 'node:path';
import type { LoadContext, Plugin } from '@docusaurus/types';

/** The site's own theme. Its components are in src/theme; this adds the styles and the reader's script. */
export default function themePlugin({ siteDir }: LoadContext): Plugin {
  return {
    name: 'lbr-theme',
    getClientModules: () => [path.join(siteDir, 'src/css/index.css'), path.join(siteDir, 'src/reader/docusaurus.ts')],
  };
}
