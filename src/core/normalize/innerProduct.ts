/** Inner products in double precision, in four sums so that the additions do not wait for each other. */

/** The product of `width` numbers from each start. */
export function product(
  left: Float64Array,
  leftStart: number,
  right: Float64Array,
  rightStart: number,
  width: number,
): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  const even = width & ~3;
  for (let at = 0; at < even; at += 4) {
    first += left[leftStart + at]! * right[rightStart + at]!;
    second += left[leftStart + at + 1]! * right[rightStart + at + 1]!;
    third += left[leftStart + at + 2]! * right[rightStart + at + 2]!;
    fourth += left[leftStart + at + 3]! * right[rightStart + at + 3]!;
  }
  for (let at = even; at < width; at++) first += left[leftStart + at]! * right[rightStart + at]!;
  return first + second + third + fourth;
}

/** The same within one column of single-precision vectors: a copy, because a loop that sees two kinds of arrays is slow. */
export function singleProduct(vectors: Float32Array, leftStart: number, rightStart: number, width: number): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  const even = width & ~3;
  for (let at = 0; at < even; at += 4) {
    first += vectors[leftStart + at]! * vectors[rightStart + at]!;
    second += vectors[leftStart + at + 1]! * vectors[rightStart + at + 1]!;
    third += vectors[leftStart + at + 2]! * vectors[rightStart + at + 2]!;
    fourth += vectors[leftStart + at + 3]! * vectors[rightStart + at + 3]!;
  }
  for (let at = even; at < width; at++) first += vectors[leftStart + at]! * vectors[rightStart + at]!;
  return first + second + third + fourth;
}
