// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The JSON-LD context and the JSON Schema that credentials name. Their digests stand in every credential, so a
// changed letter here is a new version with a new address.
#include "certs/credential.hpp"
#include "names.hpp"

namespace certs {
namespace {

constexpr std::string_view kBaseMark = "{{base}}";

// Terms are scoped by type, so that nothing outside a certificate is defined by it.
constexpr std::string_view kContext = R"json({
  "@context": {
    "@version": 1.1,
    "@protected": true,
    "CityDataCertificate": "{{base}}/ns/city#CityDataCertificate",
    "City": {
      "@id": "{{base}}/ns/city#City",
      "@context": {
        "@version": 1.1,
        "@protected": true,
        "country": "{{base}}/ns/city#country",
        "certification": {"@id": "{{base}}/ns/city#certification", "@type": "@id"}
      }
    },
    "CityCertification": {
      "@id": "{{base}}/ns/city#CityCertification",
      "@context": {
        "@version": 1.1,
        "@protected": true,
        "number": "{{base}}/ns/city#number",
        "cycle": "{{base}}/ns/city#cycle",
        "standard": "{{base}}/ns/city#standard",
        "scheme": "{{base}}/ns/city#scheme",
        "schemeVersion": "{{base}}/ns/city#schemeVersion",
        "schemeAssumed": "{{base}}/ns/city#schemeAssumed",
        "level": "{{base}}/ns/city#level",
        "computedLevel": "{{base}}/ns/city#computedLevel",
        "dataYear": "{{base}}/ns/city#dataYear",
        "indicatorsVerified": "{{base}}/ns/city#indicatorsVerified",
        "indicatorsInStandard": "{{base}}/ns/city#indicatorsInStandard",
        "coreVerified": "{{base}}/ns/city#coreVerified",
        "coreInStandard": "{{base}}/ns/city#coreInStandard",
        "supportingVerified": "{{base}}/ns/city#supportingVerified",
        "supportingInStandard": "{{base}}/ns/city#supportingInStandard",
        "smartVerified": "{{base}}/ns/city#smartVerified",
        "smartInStandard": "{{base}}/ns/city#smartInStandard",
        "resilienceVerified": "{{base}}/ns/city#resilienceVerified",
        "resilienceInStandard": "{{base}}/ns/city#resilienceInStandard",
        "verifiers": "{{base}}/ns/city#verifiers",
        "notice": "{{base}}/ns/city#notice"
      }
    },
    "LedgerEvidence": {
      "@id": "{{base}}/ns/city#LedgerEvidence",
      "@context": {
        "@version": 1.1,
        "@protected": true,
        "origin": "{{base}}/ns/city#origin",
        "genesis": "{{base}}/ns/city#genesis",
        "treeSize": "{{base}}/ns/city#treeSize",
        "lineageRoot": "{{base}}/ns/city#lineageRoot",
        "dataRoot": "{{base}}/ns/city#dataRoot",
        "clock": "{{base}}/ns/city#clock"
      }
    }
  }
}
)json";

constexpr std::string_view kSchema = R"json({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "{{base}}/schema/city-certificate/v1",
  "title": "City data certificate",
  "type": "object",
  "required": ["@context", "id", "type", "name", "description", "issuer", "validFrom", "validUntil",
    "credentialSubject", "evidence", "credentialStatus", "credentialSchema", "relatedResource"],
  "additionalProperties": false,
  "properties": {
    "@context": {"const": ["https://www.w3.org/ns/credentials/v2", "{{base}}/ns/city/v1"]},
    "id": {"type": "string", "pattern": "^{{pattern}}/c/[A-Z0-9][A-Z0-9-]{2,39}$"},
    "type": {"const": ["VerifiableCredential", "CityDataCertificate"]},
    "name": {"$ref": "#/$defs/text"},
    "description": {"type": "string"},
    "issuer": {
      "type": "object", "required": ["id", "name"], "additionalProperties": false,
      "properties": {"id": {"type": "string", "pattern": "^did:web:"}, "name": {"$ref": "#/$defs/text"}}
    },
    "validFrom": {"$ref": "#/$defs/moment"},
    "validUntil": {"$ref": "#/$defs/moment"},
    "credentialSubject": {
      "type": "object", "required": ["id", "type", "name", "country", "certification"], "additionalProperties": false,
      "properties": {
        "id": {"type": "string", "pattern": "^{{pattern}}/city/[a-z0-9][a-z0-9-]{0,62}$"},
        "type": {"const": "City"},
        "name": {"$ref": "#/$defs/text"},
        "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
        "certification": {"$ref": "#/$defs/certification"}
      }
    },
    "evidence": {
      "type": "object",
      "required": ["id", "type", "origin", "genesis", "treeSize", "lineageRoot", "dataRoot", "clock"],
      "additionalProperties": false,
      "properties": {
        "id": {"const": "{{base}}/ledger"},
        "type": {"const": "LedgerEvidence"},
        "origin": {"type": "string", "minLength": 1, "maxLength": 255},
        "genesis": {"$ref": "#/$defs/digest"},
        "treeSize": {"$ref": "#/$defs/count"},
        "lineageRoot": {"$ref": "#/$defs/digest"},
        "dataRoot": {"$ref": "#/$defs/digest"},
        "clock": {"enum": ["machine", "simulated"]}
      }
    },
    "credentialStatus": {
      "type": "array", "minItems": 2, "maxItems": 2,
      "prefixItems": [
        {"$ref": "#/$defs/status", "properties": {
          "statusPurpose": {"const": "revocation"}, "statusListCredential": {"const": "{{base}}/status/revocation"}}},
        {"$ref": "#/$defs/status", "properties": {
          "statusPurpose": {"const": "suspension"}, "statusListCredential": {"const": "{{base}}/status/suspension"}}}
      ]
    },
    "credentialSchema": {
      "type": "object", "required": ["id", "type", "digestSRI"], "additionalProperties": false,
      "properties": {
        "id": {"const": "{{base}}/schema/city-certificate/v1"},
        "type": {"const": "JsonSchema"},
        "digestSRI": {"$ref": "#/$defs/sri"}
      }
    },
    "relatedResource": {
      "type": "array", "minItems": 1, "maxItems": 1,
      "items": {
        "type": "object", "required": ["id", "digestSRI"], "additionalProperties": false,
        "properties": {"id": {"const": "{{base}}/ns/city/v1"}, "digestSRI": {"$ref": "#/$defs/sri"}}
      }
    },
    "proof": {"type": "array", "minItems": 1, "maxItems": 16, "items": {"$ref": "#/$defs/proof"}}
  },
  "$defs": {
    "text": {"type": "string", "minLength": 1, "maxLength": 320},
    "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "sri": {"type": "string", "pattern": "^sha384-[A-Za-z0-9+/]{64}$"},
    "moment": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"},
    "count": {"type": "integer", "minimum": 0, "maximum": 9007199254740991},
    "certification": {
      "type": "object",
      "required": ["type", "number", "cycle", "standard", "scheme", "schemeVersion", "level", "computedLevel",
        "dataYear", "indicatorsVerified", "indicatorsInStandard", "verifiers"],
      "additionalProperties": false,
      "properties": {
        "type": {"const": "CityCertification"},
        "number": {"type": "string", "pattern": "^[A-Z0-9][A-Z0-9-]{2,39}$"},
        "cycle": {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,62}/[a-z0-9][a-z0-9-]{0,62}/[0-9]{4}$"},
        "standard": {"type": "string", "pattern": "^.+:[1-9][0-9]*$"},
        "scheme": {"$ref": "#/$defs/text"},
        "schemeVersion": {"type": "integer", "minimum": 1},
        "schemeAssumed": {"const": true},
        "level": {"$ref": "#/$defs/text"},
        "computedLevel": {"$ref": "#/$defs/text"},
        "dataYear": {"type": "integer", "minimum": 1990, "maximum": 2100},
        "indicatorsVerified": {"$ref": "#/$defs/count"},
        "indicatorsInStandard": {"$ref": "#/$defs/count"},
        "coreVerified": {"$ref": "#/$defs/count"},
        "coreInStandard": {"$ref": "#/$defs/count"},
        "supportingVerified": {"$ref": "#/$defs/count"},
        "supportingInStandard": {"$ref": "#/$defs/count"},
        "smartVerified": {"$ref": "#/$defs/count"},
        "smartInStandard": {"$ref": "#/$defs/count"},
        "resilienceVerified": {"$ref": "#/$defs/count"},
        "resilienceInStandard": {"$ref": "#/$defs/count"},
        "verifiers": {"type": "array", "minItems": 1, "maxItems": 64, "items": {"$ref": "#/$defs/text"}},
        "notice": {"$ref": "#/$defs/text"}
      },
      "dependentRequired": {
        "coreVerified": ["coreInStandard"], "coreInStandard": ["coreVerified"],
        "supportingVerified": ["supportingInStandard"], "supportingInStandard": ["supportingVerified"],
        "smartVerified": ["smartInStandard"], "smartInStandard": ["smartVerified"],
        "resilienceVerified": ["resilienceInStandard"], "resilienceInStandard": ["resilienceVerified"]
      }
    },
    "status": {
      "type": "object",
      "required": ["type", "statusPurpose", "statusListIndex", "statusListCredential"],
      "properties": {
        "type": {"const": "BitstringStatusListEntry"},
        "statusPurpose": {"type": "string"},
        "statusListIndex": {"type": "string", "pattern": "^(0|[1-9][0-9]{0,5})$"},
        "statusListCredential": {"type": "string"}
      },
      "additionalProperties": false
    },
    "proof": {
      "type": "object",
      "required": ["type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "@context", "proofValue"],
      "additionalProperties": false,
      "properties": {
        "type": {"const": "DataIntegrityProof"},
        "cryptosuite": {"const": "eddsa-jcs-2022"},
        "created": {"$ref": "#/$defs/moment"},
        "verificationMethod": {"type": "string", "pattern": "^did:web:[^#]+#.+$"},
        "proofPurpose": {"const": "assertionMethod"},
        "@context": {"const": ["https://www.w3.org/ns/credentials/v2", "{{base}}/ns/city/v1"]},
        "proofValue": {"type": "string", "pattern": "^z[1-9A-HJ-NP-Za-km-z]{64,88}$"}
      }
    }
  }
}
)json";

void replace_all(std::string& text, std::string_view mark, std::string_view value) {
  for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos; at += value.size())
    text.replace(at, mark.size(), value);
}

// The base inside a regular expression inside JSON: its points are escaped, and the escape is, too.
std::string as_pattern(std::string_view base) {
  std::string out(base);
  replace_all(out, ".", "\\\\.");
  return out;
}

}  // namespace

std::string context_address(std::string_view base) {
  return std::string(base) + "/ns/city/v1";
}

std::string schema_address(std::string_view base) {
  return std::string(base) + "/schema/city-certificate/v1";
}

std::string context_document(std::string_view base) {
  std::string out(kContext);
  replace_all(out, kBaseMark, base);
  return out;
}

std::string schema_document(std::string_view base) {
  std::string out(kSchema);
  replace_all(out, "{{pattern}}", as_pattern(base));
  replace_all(out, kBaseMark, base);
  return out;
}

}  // namespace certs
