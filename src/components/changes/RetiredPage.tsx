import Layout from '@theme/Layout';
import type { RuleChange } from '@spec/registry/change-log.ts';
import { RichText } from '../text/RichText.tsx';
import { Sentences } from './Sentences.tsx';

/** The page that a retired rule keeps, at the address that it always had. */
export default function RetiredPage({ change }: { readonly change: RuleChange }) {
  const { id, title, date, reason } = change;
  return (
    <Layout title={`${id}, retired`} description={`${id} is retired since ${date}`}>
      <article data-pagefind-body="">
        <h1>
          {id}: <RichText text={title} />
        </h1>
        <p>
          <strong>Retired</strong> since <time dateTime={date}>{date}</time>: <RichText text={reason} />
        </p>
        <Sentences change={change} />
      </article>
    </Layout>
  );
}
