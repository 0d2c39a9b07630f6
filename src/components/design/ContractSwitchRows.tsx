import type { ContractSwitch, OtherValue } from '@site/src/site-data/contract-switches.ts';
import { mutantAnchor } from '@site/src/site-data/mutant-anchor.ts';
import { Link } from '../site/links.tsx';
import { RichText } from '../text/RichText.tsx';
import { RuleRef } from '../text/RuleRef.tsx';

/** One switch, with one row for each value that the contract does not have. */
export function ContractSwitchRows({ one }: { readonly one: ContractSwitch }) {
  const { name, question, contract, kernel, others } = one;
  return others.map((other, index) => (
    <tr key={other.value}>
      {index === 0 && (
        <>
          <th scope="row" rowSpan={others.length}>
            <code>{name}</code>
            <br />
            <RichText text={question} />
          </th>
          <td rowSpan={others.length}>
            <code>{contract}</code>
          </td>
          <td rowSpan={others.length}>{kernel === contract ? 'the same' : <code>{kernel}</code>}</td>
        </>
      )}
      <td>
        <Value name={name} other={other} />
      </td>
      <td>
        <Breaks other={other} />
      </td>
    </tr>
  ));
}

function Value({ name, other }: { readonly name: string; readonly other: OtherValue }) {
  if (other.breaks.length === 0) return <code>{other.value}</code>;
  return (
    <Link to={`/mutants/#${mutantAnchor('protocol', `${name}=${other.value}`)}`}>
      <code>{other.value}</code>
    </Link>
  );
}

function Breaks({ other: { breaks, permitted } }: { readonly other: OtherValue }) {
  if (permitted !== undefined) return <>nothing: {permitted}</>;
  if (breaks.length === 0) return <b>nothing, and nobody says why</b>;
  return breaks.map((id) => (
    <span key={id}>
      <RuleRef id={id} />{' '}
    </span>
  ));
}
