import type { MatrixData } from '@site/src/site-data/matrix.ts';

/** Narrows the matrix down; works in the reader's browser (src/reader/matrix-filter.ts) and is kept in the address. */
export function Filters({ data: { chapters, designs, rows } }: { readonly data: MatrixData }) {
  const lab = Object.values(rows).some(({ cells }) => Object.values(cells).some((cell) => cell.lab === true));
  const names = designs.map(({ name }) => name);
  return (
    <form className="filters needs-js" data-matrix-filter="" aria-label="Filter the matrix">
      <label className="field">
        <span>Words</span>
        <input type="search" name="q" />
      </label>
      <Choice name="chapter" label="Chapter" options={chapters.map(({ name, title }) => [name, title])} />
      <Choice name="level" label="Level" options={['must', 'should'].map((level) => [level, level])} />
      <Choice name="violated" label="Violated on" options={names.map((name) => [name, name])} />
      <fieldset>
        <legend>Differs between</legend>
        <Choice name="from" label="one design" options={names.map((name) => [name, name])} />
        <Choice name="to" label="and another" options={names.map((name) => [name, name])} />
      </fieldset>
      <label className="check">
        <input type="checkbox" name="boundary" /> guards a security boundary
      </label>
      {lab && (
        <label className="check">
          <input type="checkbox" name="lab" /> seen in the lab
        </label>
      )}
      <button type="reset">Show all</button>
      <p role="status" className="hint" data-matrix-count="" />
    </form>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly options: readonly (readonly [value: string, text: string])[];
}

function Choice({ name, label, options }: ChoiceProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <select name={name}>
        <option value="">any</option>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
