/** ID of a mutant on its page: the two worlds have switches of the same name. */
export const mutantAnchor = (world: string, name: string): string => `${world}-${name}`;
