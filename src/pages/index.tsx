import Layout from '@theme/Layout';
import matrix from '@generated/lbr-spec/default/matrix.json';
import type { MatrixData } from '@site/src/site-data/matrix.ts';
import { Answers } from '@site/src/components/front/Answers.tsx';
import { Intro } from '@site/src/components/front/Intro.tsx';
import { Legend } from '@site/src/components/matrix/Legend.tsx';
import { Matrix } from '@site/src/components/matrix/Matrix.tsx';
import { Totals } from '@site/src/components/matrix/Totals.tsx';

export default function FrontPage() {
  const data = matrix as unknown as MatrixData;
  return (
    <Layout wide>
      <article data-pagefind-body="">
        <Intro />
        <Answers />
        <h2 id="matrix">Rules by designs</h2>
        <Totals data={data} />
        <Legend />
        <Matrix data={data} counts />
      </article>
    </Layout>
  );
}
