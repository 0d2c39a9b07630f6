/** A column for each kernel. */
export function KernelHeads({ kernels }: { readonly kernels: readonly { readonly version: string }[] }) {
  return (
    <>
      {kernels.map(({ version }) => (
        <th scope="col" key={version}>
          Linux {version}
        </th>
      ))}
    </>
  );
}
