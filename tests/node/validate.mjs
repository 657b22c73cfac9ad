// Reads a JSON array of texts (YAML or JSON documents) from standard input, and writes for each the array of what the schema says against it.
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { parseAllDocuments } from "yaml";

// An alternative of a schema may ask for a key that the schema around it defines: that is how "exactly one of" is said.
const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allowUnionTypes: true, allErrors: true });
addFormats(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(process.argv[2], "utf8")));

const judge = (text) => {
  const documents = parseAllDocuments(text, { version: "1.2", uniqueKeys: false });
  return documents.flatMap((document) =>
    document.errors.length > 0
      ? document.errors.map((error) => error.message)
      : validate(document.toJS()) ? [] : validate.errors.map((error) => `${error.instancePath}: ${error.message}`));
};

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(judge)));
