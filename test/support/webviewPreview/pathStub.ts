/** What the preview needs of `node:path` in a browser. */
const basename = (file: string) => file.split('/').at(-1) ?? file;

export default { basename };
