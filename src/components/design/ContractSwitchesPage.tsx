import Layout from '@theme/Layout';
import type { ContractSwitch } from '@site/src/site-data/contract-switches.ts';
import { Link } from '../site/links.tsx';
import { RichText } from '../text/RichText.tsx';
import { ContractSwitchRows } from './ContractSwitchRows.tsx';

type Props = { readonly data: { readonly switches: readonly ContractSwitch[] } };

/** Why each switch of the contract has its value: the rule that every other value breaks, or why none does. */
export default function ContractSwitchesPage({ data: { switches } }: Props) {
  const changes = switches.filter(({ contract, kernel }) => contract !== kernel).length;
  return (
    <Layout
      title="Switches of the contract"
      description="Each switch of the contract, and what flipping it breaks"
      wide
    >
      <article data-pagefind-body="">
        <p className="crumb">
          <Link to="/designs/contract/">The contract</Link>
        </p>
        <h1>Switches of the contract</h1>
        <p className="lead">
          <RichText
            text={`The contract differs from Linux 7.3 in ${changes} of ${switches.length} switches; those come first. Each other value is tried on its own: a rule that breaks links to itself, the value to the run that shows it.`}
          />
        </p>
        <div className="scroll" tabIndex={0} role="group" aria-label="Switches of the contract">
          <table className="contract-switches">
            <thead>
              <tr>
                <th scope="col">Switch</th>
                <th scope="col">Contract</th>
                <th scope="col">Linux 7.3</th>
                <th scope="col">Other value</th>
                <th scope="col">What it breaks</th>
              </tr>
            </thead>
            <tbody>
              {switches.map((one) => (
                <ContractSwitchRows key={one.name} one={one} />
              ))}
            </tbody>
          </table>
        </div>
      </article>
    </Layout>
  );
}
