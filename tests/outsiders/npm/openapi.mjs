// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// openapi.mjs BASE: the OpenAPI document of a running service, judged by a validator that shares no code with ours, and
// the service's answers judged by the document's own schemas. Lines "GET /address STATUS" come on standard input; each
// answer must have that status, be described in the document with its media type, and fit its schema where it is JSON.
import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv2020 from "ajv/dist/2020.js";

const base = process.argv[2];
let faults = 0;
const judge = (good, what) => {
  console.log(`${good ? "ok" : "FAILED"}: ${what}`);
  if (!good) faults += 1;
};

const text = await (await fetch(`${base}/api/v1/openapi.json`)).text();
const document = JSON.parse(text);
const judged = await new Validator().validate(JSON.parse(text));
judge(judged.valid, `the document is OpenAPI ${document.openapi} ${judged.valid ? "" : JSON.stringify(judged.errors).slice(0, 2000)}`);
const broken = JSON.parse(text);
delete broken.info.title;
judge(!(await new Validator().validate(broken)).valid, "the same without a title is refused");

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema(document, "document");
const pointer = (part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));

// The path of the document that an address fits: a word goes before a {name}.
const templates = Object.keys(document.paths).sort((a, b) => a.split("{").length - b.split("{").length);
const templateOf = (address) => {
  const path = address.split("?")[0].split("/");
  return templates.find((template) => {
    const parts = template.split("/");
    const rest = parts.at(-1) === "{path}";
    return (rest ? path.length >= parts.length : path.length === parts.length) &&
      parts.every((part, i) => part.startsWith("{") || part === path[i]);
  });
};

for (const line of readFileSync(0, "utf8").split("\n").filter((l) => l.trim() !== "")) {
  const [method, address, status] = line.trim().split(/\s+/);
  const answer = await fetch(base + address, { method, redirect: "manual" });
  const body = await answer.text();
  const media = (answer.headers.get("content-type") ?? "").split(";")[0].trim();
  judge(answer.status === Number(status), `${line}: status ${answer.status}`);
  const template = templateOf(address);
  const operation = template && document.paths[template][method.toLowerCase()];
  if (!operation) {
    judge(false, `${line}: not in the document`);
    continue;
  }
  let place = ["paths", template, method.toLowerCase(), "responses", String(answer.status)];
  let response = operation.responses[String(answer.status)];
  if (response?.$ref) {
    place = response.$ref.slice(2).split("/");
    response = document.components.responses[place.at(-1)];
  }
  const key = response && Object.keys(response.content ?? {}).find((k) => k.split(";")[0] === media);
  judge(key !== undefined, `${line}: ${answer.status} ${media} is described`);
  if (key === undefined || !/[/+]json$/.test(media)) continue;
  const schema = ajv.getSchema(`document#/${[...place, "content", key, "schema"].map(pointer).join("/")}`);
  const fits = schema(JSON.parse(body));
  judge(fits, `${line}: fits its schema ${fits ? "" : JSON.stringify(schema.errors).slice(0, 1000)}`);
}
console.log(faults === 0 ? "no faults" : `${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
