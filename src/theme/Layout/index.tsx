import type { ReactNode } from 'react';
import Head from '@docusaurus/Head';
import useDocusaurusContext from '@docusaurus/useDocusaurusContext';
import { useBaseUrlUtils } from '@docusaurus/useBaseUrl';
import { useLocation } from '@docusaurus/router';
import { usePluginData } from '@docusaurus/useGlobalData';
import type { GlobalData } from '@site/src/components/site/global-data.ts';
import { Header } from '@site/src/components/site/Header.tsx';
import { Footer } from '@site/src/components/site/Footer.tsx';
import { Contents } from '@site/src/components/site/Contents.tsx';

interface Props {
  readonly title?: string;
  readonly description?: string;
  /** Reading pages have the table of contents beside the text; wide pages use the room themselves. */
  readonly wide?: boolean;
  /** A page whose work is done by JavaScript: it keeps the framework that reading pages go without. */
  readonly app?: boolean;
  readonly children: ReactNode;
}

export default function Layout({ title, description, wide = false, app = false, children }: Props) {
  const { siteConfig } = useDocusaurusContext();
  const { withBaseUrl } = useBaseUrlUtils();
  const { pathname } = useLocation();
  const { run } = usePluginData('lbr-spec') as GlobalData;
  const site = configured(siteConfig.customFields?.['site']);
  const name = title === undefined ? siteConfig.title : `${title} · ${siteConfig.title}`;
  const summary = description ?? siteConfig.tagline;
  return (
    <>
      <Head>
        <title>{name}</title>
        <meta name="description" content={summary} />
        <meta property="og:title" content={name} />
        <meta property="og:description" content={summary} />
        <meta property="og:type" content="website" />
        {site !== undefined && <meta property="og:image" content={site + withBaseUrl('/img/card.png')} />}
        {site !== undefined && <meta property="og:image:alt" content={siteConfig.tagline} />}
        {site !== undefined && <meta name="twitter:card" content="summary_large_image" />}
        {site !== undefined && <link rel="canonical" href={site + pathname} />}
        {site !== undefined && <meta name="lbr-site" content={site + withBaseUrl('/')} />}
        <meta name="lbr-base" content={withBaseUrl('/')} />
        <meta name="lbr-version" content={run.version} />
        <meta name="lbr-model" content={run.modelHash} />
        {app && <meta name="lbr-page" content="app" />}
      </Head>
      <a className="skip" href="#main">
        Skip to the text
      </a>
      <Header />
      <div className={wide ? 'frame frame-wide' : 'frame'}>
        <Contents pathname={pathname} />
        <main id="main" tabIndex={-1}>
          {children}
        </main>
      </div>
      <Footer />
    </>
  );
}

const configured = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
