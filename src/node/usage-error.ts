/** Bad input: printed as one message, exit status 2. Names the file, line or field, what was found and expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
