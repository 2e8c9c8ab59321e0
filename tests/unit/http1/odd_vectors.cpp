// What the grammar doesn't allow and traffic has.

#include "tests/unit/http1/dialogue.h"

namespace hark::http1::test {

std::vector<Vector> oddVectors() {
    return {
        {"BareLineFeedsEndLines",
         Dialogue()
             .client("GET / HTTP/1.1\nHost: h\n\n")
             .server("HTTP/1.1 200 OK\nContent-Length: 2\n\nok")
             .ends(),
         {"> GET /", "> end", "< 200 OK", "< content ok", "< end"}},
        // RFC 9112 section 2.2.
        {"EmptyLinesBeforeAMessage",
         Dialogue()
             .client("\r\n\r\nPOST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\na\r\n"
                     "GET /b HTTP/1.1\r\nHost: h\r\n\r\n")
             .ends(),
         {"> POST /", "> content a", "> end", "> GET /b", "> end"}},
        {"ObsoleteFold",
         Dialogue().client("GET / HTTP/1.1\r\nHost: h\r\nX: a\r\n  b\r\n\r\n").ends(),
         {"anomaly http1-obsolete-fold", "> GET /", "> end"}},
        {"FieldLinesThatAreNone",
         Dialogue().client("GET / HTTP/1.1\r\nHost : h\r\nno colon\r\n: x\r\n\r\n").ends(),
         {"anomaly http1-field-line-malformed", "> GET /", "> end"}},
        {"RequestLineWithoutVersion",
         Dialogue().client("GET /\r\n\r\n").server("HTTP/1.0 200 OK\r\n\r\nold").ends(),
         {"anomaly http1-start-line-malformed", "> GET /", "> end", "< 200 OK", "< content old",
          "< end"}},
        {"RequestLineWithBlanksInTheTarget",
         Dialogue().client("GET /a b c HTTP/1.1\r\nHost: h\r\n\r\n").ends(),
         {"anomaly http1-start-line-malformed", "> GET /a b c", "> end"}},
        {"UnknownMethod",
         Dialogue().client("BREW /pot HTTP/1.1\r\nHost: h\r\n\r\n").ends(),
         {"> BREW /pot", "> end"}},
        {"StatusLineWithoutReason",
         Dialogue()
             .client("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n")
             .ends(),
         {"> GET /", "> end", "anomaly http1-start-line-malformed", "< 200 ", "< end"}},
        {"StatusLineThatIsNone",
         Dialogue()
             .client("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 abc\r\n\r\n")
             .server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
             .ends(),
         {"> GET /", "> end", "anomaly http1-not-a-message", "< end incomplete", "< 200 OK",
          "< end"}},
        {"JunkBetweenMessages",
         Dialogue()
             .client("GET /a HTTP/1.1\r\nHost: h\r\n\r\n\"junk\": 1\r\nmore junk\r\n"
                     "GET /b HTTP/1.1\r\nHost: h\r\n\r\n")
             .ends(),
         {"> GET /a", "> end", "anomaly http1-not-a-message", "> GET /b", "> end"}},
        {"JunkBetweenResponses",
         Dialogue()
             .client("GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 304 Not Modified\r\n\r\n<html>content that must not be</html>\n"
                     "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb")
             .ends(),
         {"> GET /a", "> end", "> GET /b", "> end", "< 304 Not Modified", "< end",
          "anomaly http1-not-a-message", "< 200 OK", "< content b", "< end"}},
        {"BadChunkSize",
         Dialogue()
             .client("GET / HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nxyz\r\n"
                     "what is this\r\nHTTP/1.1 200 Next\r\nContent-Length: 0\r\n\r\n")
             .ends(),
         {"> GET /", "> end", "> GET /b", "> end", "< 200 OK", "< content ok",
          "anomaly http1-chunk-malformed", "< end incomplete", "< 200 Next", "< end"}},
        {"ChunkLongerThanItsSize",
         Dialogue()
             .client("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokay\r\n0\r\n\r\n")
             .ends(),
         {"> GET /", "> end", "< 200 OK", "< content ok", "anomaly http1-chunk-malformed",
          "< end incomplete"}},
        // Section 6.3 rule 3.
        {"TransferEncodingOverridesContentLength",
         Dialogue()
             .client("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked"
                     "\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
             .ends(),
         {"anomaly http1-transfer-encoding-and-content-length", "> POST /", "> content hello",
          "> end"}},
        {"LinesBehindARequestOfUnknownLength",
         Dialogue()
             .client("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: ten\r\n\r\n")
             .client("{}\n")
             .client("GET /b HTTP/1.1\r\nHost: h\r\n\r\n")
             .ends(),
         {"anomaly http1-content-length-invalid", "> POST /", "> end",
          "anomaly http1-not-a-message", "> GET /b", "> end"}},
    };
}

}  // namespace hark::http1::test
