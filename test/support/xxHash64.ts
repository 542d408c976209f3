/** XXH64 with seed 0 (xxHash's specification, 0.1.1), for frames that tests make; slow and plain. */
const [prime1, prime2, prime3, prime4, prime5] = [
  0x9e3779b185ebca87n,
  0xc2b2ae3d27d4eb4fn,
  0x165667b19e3779f9n,
  0x85ebca77c2b2ae63n,
  0x27d4eb2f165667c5n,
] as const;

const wrap = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotated = (value: bigint, bits: bigint): bigint => wrap((value << bits) | (value >> (64n - bits)));
const round = (sum: bigint, lane: bigint): bigint => wrap(rotated(wrap(sum + lane * prime2), 31n) * prime1);

export function xxHash64(bytes: Buffer): bigint {
  let at = 0;
  let hash: bigint = prime5;
  if (bytes.length >= 32) {
    let sums = [prime1 + prime2, prime2, 0n, -prime1].map(wrap);
    for (; at + 32 <= bytes.length; at += 32)
      sums = sums.map((sum, lane) => round(sum, bytes.readBigUInt64LE(at + 8 * lane)));
    hash = wrap(sums.reduce((total, sum, lane) => total + rotated(sum, [1n, 7n, 12n, 18n][lane]!), 0n));
    for (const sum of sums) hash = wrap((hash ^ round(0n, sum)) * prime1 + prime4);
  }
  hash = wrap(hash + BigInt(bytes.length));
  for (; at + 8 <= bytes.length; at += 8)
    hash = wrap(rotated(hash ^ round(0n, bytes.readBigUInt64LE(at)), 27n) * prime1 + prime4);
  if (at + 4 <= bytes.length) {
    hash = wrap(rotated(hash ^ wrap(BigInt(bytes.readUInt32LE(at)) * prime1), 23n) * prime2 + prime3);
    at += 4;
  }
  for (; at < bytes.length; at++) hash = wrap(rotated(hash ^ wrap(BigInt(bytes[at]!) * prime5), 11n) * prime1);
  hash = wrap((hash ^ (hash >> 33n)) * prime2);
  hash = wrap((hash ^ (hash >> 29n)) * prime3);
  return hash ^ (hash >> 32n);
}
