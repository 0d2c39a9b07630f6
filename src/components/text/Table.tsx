import { Children, cloneElement, isValidElement, type ReactElement, type ReactNode } from 'react';

/** From how many letters on a cell is prose, and three of them are too much for a narrow screen. */
const PROSE = 40;

/**
 * Wide tables scroll by themselves; a keyboard reaches the part that is out of sight. Where a row is prose in three columns
 * or more, a narrow screen shows its cells below each other, each with the head of its column.
 */
export function Table({ children }: { readonly children?: ReactNode }) {
  const heads = rowsOf(children, 'thead').flatMap((row) => elementsOf(row.props.children).map(textOf));
  const cells = rowsOf(children, 'tbody').flatMap((row) => elementsOf(row.props.children));
  const stacks = heads.length > 2 && cells.some((cell) => textOf(cell).length > PROSE);
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Table">
      <table className={stacks ? 'stacks' : undefined}>{stacks ? labelled(children, heads) : children}</table>
    </div>
  );
}

type Parent = ReactElement<{ readonly children?: ReactNode }>;

const elementsOf = (children: ReactNode): Parent[] =>
  Children.toArray(children).filter((child): child is Parent => isValidElement(child));

const rowsOf = (children: ReactNode, part: 'thead' | 'tbody'): Parent[] =>
  elementsOf(children)
    .filter(({ type }) => type === part)
    .flatMap(({ props }) => elementsOf(props.children));

function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  if (Array.isArray(node)) return node.map(textOf).join('');
  return isValidElement(node) ? textOf((node as Parent).props.children) : '';
}

/** The table with the head of its column at each cell. */
function labelled(children: ReactNode, heads: readonly string[]): ReactNode {
  return elementsOf(children).map((part) =>
    part.type === 'tbody'
      ? cloneElement(
          part,
          {},
          elementsOf(part.props.children).map((row) =>
            cloneElement(
              row,
              {},
              elementsOf(row.props.children).map((cell, column) =>
                cloneElement(cell, { 'data-label': heads[column] } as object),
              ),
            ),
          ),
        )
      : part,
  );
}
