/** The button that runs the property in the reader's browser. The code behind it is loaded when it is pressed. */
export function RunHere({ rule }: { readonly rule: string }) {
  return (
    <div className="run-here needs-js" data-run-rule={rule}>
      <button type="button" data-action="run-here" data-rule={rule}>
        Run it here
      </button>{' '}
      <span className="hint">checks the same property in this browser and compares</span>
    </div>
  );
}
