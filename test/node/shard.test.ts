import { expect, test } from 'vitest';
import { shardNamed } from '../../src/node/shard.ts';

test('a shard is named by its number or by the environment', () => {
  expect(shardNamed('2/4')).toEqual({ index: 2, of: 4 });
  expect(shardNamed('env', { JOB_COMPLETION_INDEX: '0', LBR_CONTRACT_SHARDS: '3' })).toEqual({ index: 1, of: 3 });
  expect(shardNamed('env', { JOB_COMPLETION_INDEX: '2', LBR_CONTRACT_SHARDS: '3' })).toEqual({ index: 3, of: 3 });
});

test.each(['0/2', '3/2', '1', '1/', 'x/2', ''])('"%s" names no shard', (text) => {
  expect(() => shardNamed(text)).toThrow(`--shard: found "${text}", expected i/n`);
});

test('an environment that says too little or something else is named', () => {
  expect(() => shardNamed('env', {})).toThrow('LBR_CONTRACT_SHARDS is "", expected an integer from 1 on');
  expect(() => shardNamed('env', { LBR_CONTRACT_SHARDS: '2' })).toThrow('JOB_COMPLETION_INDEX is "", expected');
  expect(() => shardNamed('env', { LBR_CONTRACT_SHARDS: '2', JOB_COMPLETION_INDEX: '2' })).toThrow(
    'JOB_COMPLETION_INDEX is 2, expected less than LBR_CONTRACT_SHARDS, 2',
  );
});
