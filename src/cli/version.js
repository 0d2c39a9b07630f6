import manifest from '../../package.json' with { type: 'json' };
/** Version of the contract and of this program, from package.json. */
export const version = manifest.version;
