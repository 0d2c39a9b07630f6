import type { ComponentProps, ReactNode } from 'react';
import { Heading } from '@site/src/components/text/Heading.tsx';
import { Admonition } from '@site/src/components/text/Admonition.tsx';
import { Table } from '@site/src/components/text/Table.tsx';
import { RuleRef } from '@site/src/components/text/RuleRef.tsx';
import { Link } from '@site/src/components/site/links.tsx';
import { Verdicts } from '@site/src/components/front/Verdicts.tsx';
import { ConformanceTable } from '@site/src/components/conformance/ConformanceTable.tsx';
import { Rule } from '@site/src/components/rule/Rule.tsx';
import { RunLoop } from '@site/src/components/diagram/RunLoop.tsx';
import { OwnerStates } from '@site/src/components/diagram/OwnerStates.tsx';
import { Museum, NotExpressed } from '@site/src/components/museum/Museum.tsx';
import { LayersDiagram } from '@site/src/components/diagram/LayersDiagram.tsx';

function ProseLink({ href = '', children, ...rest }: ComponentProps<'a'>) {
  return (
    <Link to={href.replace('pathname://', '')} {...rest}>
      {children}
    </Link>
  );
}

function Pre({ children }: { readonly children?: ReactNode }) {
  return (
    <div className="code-block">
      <pre tabIndex={0}>{children}</pre>
      <button type="button" className="quiet needs-js" data-action="copy">
        Copy
      </button>
    </div>
  );
}

/** What Markdown elements become, and the components that a page can name without importing them. */
const MDXComponents = {
  h2: (props: ComponentProps<'h2'>) => <Heading level={2} {...props} />,
  h3: (props: ComponentProps<'h3'>) => <Heading level={3} {...props} />,
  h4: (props: ComponentProps<'h4'>) => <Heading level={4} {...props} />,
  a: ProseLink,
  table: Table,
  pre: Pre,
  admonition: Admonition,
  ConformanceTable,
  Rule,
  RuleRef,
  LayersDiagram,
  Museum,
  NotExpressed,
  OwnerStates,
  RunLoop,
  Verdicts,
};

export default MDXComponents;
