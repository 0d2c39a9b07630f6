import type { Basis, Source } from '@spec/kit/source.ts';
import { Link } from '../site/links.tsx';

const meaning: Readonly<Record<Basis, string>> = {
  read: 'read in the source of that version',
  said: 'said on a list or in a commit message',
  inferred: 'inferred; neither executed nor confirmed',
};

/** Where the rule comes from, and how each fact is known. */
export function Sources({ sources }: { readonly sources: readonly Source[] }) {
  return (
    <ul className="sources">
      {sources.map((source, index) => (
        <li key={index}>
          <span className={`evidence-kind evidence-${source.evidence}`} title={meaning[source.evidence]}>
            {source.evidence}
          </span>{' '}
          <SourceText source={source} />
          {source.note !== undefined && <span className="source-note">: {source.note}</span>}
        </li>
      ))}
    </ul>
  );
}

function SourceText({ source }: { readonly source: Source }) {
  switch (source.kind) {
    case 'kernel':
      return (
        <Link to={`https://elixir.bootlin.com/linux/${source.version}/source/${source.file}`}>
          <code>
            {source.file}: {source.symbol}
          </code>{' '}
          ({source.version})
        </Link>
      );
    case 'commit':
      return (
        <Link to={`https://git.kernel.org/torvalds/c/${source.hash}`}>
          <code>{source.hash.slice(0, 12)}</code> (“{source.subject}”)
        </Link>
      );
    case 'mail':
      return (
        <Link to={`https://lore.kernel.org/all/${source.messageId}/`}>
          {source.author}, {source.date}
        </Link>
      );
    case 'manual':
      return <cite>{source.section}</cite>;
  }
}
