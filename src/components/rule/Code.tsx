import { Fragment } from 'react';
import type { Excerpt } from '@site/src/site-data/types.ts';

/** A piece of a source file with its place. */
export function Code({ excerpt }: { readonly excerpt: Excerpt }) {
  const { file, line, lines } = excerpt;
  return (
    <figure className="code">
      <figcaption>
        {file}:{line}
      </figcaption>
      <pre tabIndex={0} aria-label={`${file}, line ${line}`}>
        <code>
          {lines.map((tokens, number) => (
            <Fragment key={number}>
              {tokens.map(([kind, text], index) =>
                kind === 'plain' || kind === 'name' ? (
                  text
                ) : (
                  <span key={index} className={`t-${kind}`}>
                    {text}
                  </span>
                ),
              )}
              {'\n'}
            </Fragment>
          ))}
        </code>
      </pre>
    </figure>
  );
}
