// Entry of the script that the build puts on reading pages in place of the framework; see scripts/slim-pages.mjs.
import { enhance } from './index.ts';
enhance(document);
