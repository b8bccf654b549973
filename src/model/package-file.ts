// Where the files of the package lie that are read while the program runs. The same code runs from its own place in dist/
// and out of the bundle, so the folder of package.json is looked for, not counted up to.
import { existsSync } from 'node:fs';

function packageFolder(): URL {
  let folder = new URL('./', import.meta.url);
  while (!existsSync(new URL('package.json', folder))) {
    const above = new URL('../', folder);
    if (above.href === folder.href) throw new Error(`There is no package.json above ${import.meta.url}.`);
    folder = above;
  }
  return folder;
}

/** `path`: from the package's folder, e.g. `migrations/`. */
export function packageFile(path: string): URL {
  return new URL(path, packageFolder());
}
