import { usePluginData } from '@docusaurus/useGlobalData';
import { Link } from './links.tsx';
import type { GlobalData } from './global-data.ts';

/** Says which run of which model the verdicts on this page come from. */
export function Footer() {
  const { run } = usePluginData('lbr-spec') as GlobalData;
  return (
    <footer className="site-footer">
      <p>
        <Link to="/versions/">Contract {run.version}</Link>. Verdicts established {run.date.slice(0, 10)} from commit{' '}
        <code>{run.commit.slice(0, 12)}</code>
        {run.dirty && ' with uncommitted changes'}, model <code>{run.modelHash.slice(0, 12)}</code>, seed {run.seed}.
      </p>
      <p>
        Verdicts are about models of kernel versions, with kvm-intel on Intel CPUs; AMD is outside the contract. Nothing
        here was run on hardware.
      </p>
    </footer>
  );
}
