import type { DatasetWarning } from './dataset';

/** `A row is damaged; reading goes on with the next one (row 1,000, byte 198,012).` */
export function warningText({ message, row, byteOffset }: DatasetWarning): string {
  const count = (value: number) => value.toLocaleString('en-US');
  const places = [
    ...(row === undefined ? [] : [`row ${count(row)}`]),
    ...(byteOffset === undefined ? [] : [`byte ${count(byteOffset)}`]),
  ];
  return places.length === 0 ? message : `${message.replace(/\.$/, '')} (${places.join(', ')}).`;
}
