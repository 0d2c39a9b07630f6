import { describe, expect, test } from 'vitest';
import { mirrorsOf } from '../../lab/emulator/apt.ts';
import { seriesOf } from '../../lab/emulator/setup.ts';
import { archive } from '../../lab/machine/cpio.ts';
import { withoutSignature } from '../../lab/machine/initramfs.ts';
import { versionOf } from '../../lab/machine/kernel.ts';
import { decompress } from '../../lab/machine/unpack.ts';

describe('the initramfs', () => {
  const entries = [
    { path: 'dev', mode: 0o040755 },
    { path: 'init', mode: 0o100755, data: Buffer.from('hello') },
  ];
  test('is the same for the same entries, and has the length of whole words', () => {
    expect(Buffer.from(archive(entries)).equals(Buffer.from(archive(entries)))).toBe(true);
    expect(archive(entries).length % 4).toBe(0);
  });
});

test('a module loses its signature and nothing else', () => {
  const body = Buffer.from('module');
  const signature = Buffer.alloc(8, 1);
  const info = Buffer.alloc(12);
  info.writeUInt32BE(signature.length, 8);
  const signed = Buffer.concat([body, signature, info, Buffer.from('~Module signature appended~\n')]);
  expect(withoutSignature(signed).toString()).toBe('module');
  expect(withoutSignature(body)).toBe(body);
});

test('the version is the first word of what the image says of itself', () => {
  const image = Buffer.alloc(0x300);
  image.writeUInt16LE(0x60, 0x20e);
  image.write('6.12.117+deb13-cloud-amd64 (debian) #1\0', 0x260);
  expect(versionOf(image)).toBe('6.12.117+deb13-cloud-amd64');
});

test('lz4 of the kernel is unpacked, with matches that overlap', () => {
  // one block: 3 literals, then a match of 9 at distance 3, then 5 literals
  const block = Buffer.from([0x35, 0x61, 0x62, 0x63, 3, 0, 0x50, 0x64, 0x65, 0x66, 0x67, 0x68]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(block.length);
  const data = Buffer.concat([Buffer.from([0x02, 0x21, 0x4c, 0x18]), size, block]);
  expect(decompress(data).toString()).toBe('abcabcabcabcdefgh');
});

test('mirrors are read from both formats of the sources files', () => {
  expect(mirrorsOf('Types: deb\nURIs: http://a/debian/ http://b/debian-security\n# URIs: http://c\n')).toEqual([
    'http://a/debian',
    'http://b/debian-security',
  ]);
  expect(mirrorsOf('deb [signed-by=/k arch=amd64] http://a/debian trixie main\n#deb http://b/debian x main\n')).toEqual(
    ['http://a/debian'],
  );
});

test.each([
  ['6.12', '6.12'],
  ['6.12.117', '6.12'],
  ['6.12.117-1', '6.12'],
  ['6.12.117+deb13-cloud-amd64', '6.12'],
  ['6.1', undefined],
  ['6.12.11', undefined],
  ['amd64.img', undefined],
])('the kernel %s is of the series %s', (name, series) => {
  const packages = [{ name: 'linux-image-6.12.117+deb13-cloud-amd64', version: '6.12.117-1', sha256: '' }];
  expect(seriesOf([{ name: '6.12', packages }], name)).toBe(series);
});
