interface Props {
  readonly instances: readonly { readonly name: string; readonly title: string }[];
  readonly value: string | undefined;
  onChange(name: string | undefined): void;
}

/** The instance of the protocol world: who takes part. */
export function InstancePicker({ instances, value, onChange }: Props) {
  return (
    <>
      <label className="field">
        <span>Instance</span>
        <select value={value ?? ''} onChange={(event) => onChange(event.target.value || undefined)}>
          <option value="">those that the rules ask for</option>
          {instances.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <p className="hint">{instances.find(({ name }) => name === value)?.title}</p>
    </>
  );
}
