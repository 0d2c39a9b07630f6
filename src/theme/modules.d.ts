// The modules that this theme and the build provide under names of their own.
declare module '@theme/Layout' {
  export { default } from '@site/src/theme/Layout/index.tsx';
}
declare module '@theme/MDXComponents' {
  export { default } from '@site/src/theme/MDXComponents/index.tsx';
}
declare module '@generated/lbr-spec/default/*.json' {
  const value: unknown;
  export default value;
}
declare module '@theme/NotFound' {
  export { default } from '@site/src/theme/NotFound/index.tsx';
}
