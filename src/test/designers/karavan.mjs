// Opens and saves every file named as an argument with Karavan's core library, and prints what it would write, as JSON.
import { build } from "esbuild";
import { readFileSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

const bundle = join(here, "karavan-bundle.mjs");
await build({
  stdin: {
    contents: 'export { CamelDefinitionYaml } from "karavan-core/src/core/api/CamelDefinitionYaml.ts";',
    resolveDir: here,
  },
  bundle: true,
  format: "esm",
  platform: "node",
  outfile: bundle,
  logLevel: "error",
});
const { CamelDefinitionYaml } = await import(pathToFileURL(bundle));
const written = {};
for (const file of process.argv.slice(2)) {
  const integration = CamelDefinitionYaml.yamlToIntegration(basename(file), readFileSync(file, "utf8"));
  written[file] = CamelDefinitionYaml.integrationToYaml(integration);
}
rmSync(bundle);
process.stdout.write(JSON.stringify(written));
