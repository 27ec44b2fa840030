// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/xml_text.hpp"
#include "render/finish.hpp"

namespace certs {

std::string xmp_packet(const FinishRequest& request) {
  std::string out =
      "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      "<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
      "<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n</rdf:Description>\n"
      "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
      "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">";
  out += xml_text(request.title);
  out += "</rdf:li></rdf:Alt></dc:title>\n<dc:language><rdf:Bag><rdf:li>" + xml_text(request.language);
  out +=
      "</rdf:li></rdf:Bag></dc:language>\n</rdf:Description>\n"
      "<rdf:Description rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n<xmp:CreatorTool>";
  out += xml_text(request.creator);
  out += "</xmp:CreatorTool>\n<xmp:CreateDate>" + request.moment + "</xmp:CreateDate>\n<xmp:ModifyDate>" +
         request.moment + "</xmp:ModifyDate>\n</rdf:Description>\n";
  out += "<rdf:Description rdf:about=\"\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n<pdf:Producer>";
  out += xml_text(request.producer);
  out += "</pdf:Producer>\n</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>\n";
  return out;
}

}  // namespace certs
