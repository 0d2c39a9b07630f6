export function inputsOf(root: string, base: string): string;
export function builtFrom(root: string): string | undefined;
export function forgetInputs(root: string): void;
export function keepInputs(root: string, base: string): void;
