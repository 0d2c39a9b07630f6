import Layout from '@theme/Layout';
import matrix from '@generated/lbr-spec/default/matrix.json';
import type { MatrixData } from '@site/src/site-data/matrix.ts';
import { Answers } from '@site/src/components/front/Answers.tsx';
import { Doors } from '@site/src/components/front/Doors.tsx';
import { Intro } from '@site/src/components/front/Intro.tsx';
import { Leak } from '@site/src/components/front/Leak.tsx';
import { Filters } from '@site/src/components/matrix/Filters.tsx';
import { Legend } from '@site/src/components/matrix/Legend.tsx';
import { Matrix } from '@site/src/components/matrix/Matrix.tsx';
import { Totals } from '@site/src/components/matrix/Totals.tsx';
import { Link } from '@site/src/components/site/links.tsx';
import { VerdictMap } from '@site/src/components/matrix/VerdictMap.tsx';

export default function FrontPage() {
  const data = matrix as unknown as MatrixData;
  return (
    <Layout wide>
      <article data-pagefind-body="">
        <Intro data={data} />
        <Doors data={data} />
        <Answers />
        <Leak />
        <h2 id="matrix">Rules by designs</h2>
        <Totals data={data} />
        <Legend />
        <VerdictMap data={data} />
        <Filters data={data} />
        <p className="skip-matrix">
          <a href="#after-matrix">Skip the matrix</a>
        </p>
        <Matrix data={data} counts />
        <p id="after-matrix" tabIndex={-1}>
          The verdicts as data: <Link to="/rules.json">rules.json</Link>.
        </p>
      </article>
    </Layout>
  );
}
