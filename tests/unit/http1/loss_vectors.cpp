// Bytes that were sent and not captured, and heads that end too early.

#include "tests/unit/http1/dialogue.h"

namespace hark::http1::test {

std::vector<Vector> lossVectors() {
    constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    return {
        {"GapInContentLength",
         Dialogue()
             .client(kGet)
             .server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
             .serverGap(4)
             .server("xyzHTTP/1.1 200 Stray\r\nContent-Length: 0\r\n\r\n")
             .ends(),
         {"> GET /", "> end", "< 200 OK", "< content abc", "< gap 4", "< content xyz",
          "anomaly response-lost", "< end", "< 200 Stray", "< end"}},
        {"GapUpToTheEndOfContent",
         Dialogue()
             .client(kGet)
             .server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
             .serverGap(7)
             .client(kGet)
             .server("HTTP/1.1 200 Next\r\nContent-Length: 0\r\n\r\n")
             .ends(),
         {"> GET /", "> end", "< 200 OK", "< content abc", "< gap 7", "anomaly response-lost",
          "< end", "> GET /", "> end", "< 200 Next", "< end"}},
        {"GapBeyondTheEndOfContent",
         Dialogue()
             .client(kGet)
             .server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
             .client(kGet)
             .serverGap(50)
             .server("of a lost message\r\n")
             .server("HTTP/1.1 200 Next\r\nContent-Length: 0\r\n\r\n")
             .ends(),
         {"> GET /", "> end", "< 200 OK", "< content abc", "> GET /", "> end", "< gap 7",
          "anomaly response-lost", "< end", "< 200 Next", "< end"}},
        {"GapInsideAChunk",
         Dialogue()
             .client(kGet)
             .server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nabc")
             .serverGap(4)
             .server("h\r\n1\r\ni\r\n0\r\n\r\n")
             .ends(),
         {"> GET /", "> end", "< 200 OK", "< content abc", "< gap 4", "< content hi",
          "anomaly response-lost", "< end"}},
        {"GapOverAChunkSize",
         Dialogue()
             .client(kGet)
             .server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nabc")
             .serverGap(20)
             .server("more of it\r\n0\r\n\r\n")
             .client(kGet)
             .server("HTTP/1.1 200 Next\r\nContent-Length: 0\r\n\r\n")
             .ends(),
         {"> GET /", "> end", "< 200 OK", "< content abc", "< gap 5", "anomaly http1-framing-lost",
          "anomaly response-lost", "< end incomplete", "> GET /", "> end", "< 200 Next", "< end"}},
        {"GapInContentUntilClose",
         Dialogue()
             .client("GET / HTTP/1.0\r\n\r\n")
             .server("HTTP/1.0 200 OK\r\n\r\nabc")
             .serverGap(1000)
             .server("xyz")
             .serverEnds()
             .clientEnds(),
         {"> GET /", "> end", "< 200 OK", "< content abc", "< gap 1000", "< content xyz",
          "anomaly response-lost", "< end"}},
        {"GapInsideAHead",
         Dialogue()
             .client("GET /a HTTP/1.1\r\nHost: h\r\nAcc")
             .clientGap(30)
             .client("ept: x\r\n\r\n")
             .server("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na")
             .client("GET /b HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb")
             .ends(),
         {"anomaly http1-head-cut", "> GET /a", "anomaly request-lost", "> end incomplete",
          "< 200 OK", "< content a", "< end", "> GET /b", "> end", "< 200 OK", "< content b",
          "< end"}},
        {"GapOverAWholeRequestKeepsResponsesInStep",
         Dialogue()
             .client("GET /a HTTP/1.1\r\nHost: h\r\n\r\n")
             .clientGap(40)
             .client("HEAD /c HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 200 A\r\nContent-Length: 1\r\n\r\na"
                     "HTTP/1.1 200 B\r\nContent-Length: 1\r\n\r\nb"
                     "HTTP/1.1 200 C\r\nContent-Length: 9\r\n\r\n")
             .ends(),
         {"> GET /a", "> end", "anomaly request-lost", "> end incomplete", "> HEAD /c", "> end",
          "< 200 A", "< content a", "< end", "< 200 B", "< content b", "< end", "< 200 C",
          "< end"}},
        {"GapOverAWholeResponse",
         Dialogue()
             .client("GET /a HTTP/1.1\r\nHost: h\r\n\r\n")
             .serverGap(200)
             .client("HEAD /b HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 200 B\r\nContent-Length: 9\r\n\r\n")
             .ends(),
         {"> GET /a", "> end", "> HEAD /b", "> end", "anomaly response-lost", "< end incomplete",
          "< 200 B", "< end"}},
        {"CaptureBeginsInsideARequest",
         Dialogue()
             .client("-Agent: x\r\nAccept: */*\r\n\r\n")
             .server("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na")
             .client("GET /b HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb")
             .ends(),
         {"anomaly http1-not-a-message", "< 200 OK", "< content a", "< end", "> GET /b", "> end",
          "< 200 OK", "< content b", "< end"}},
        {"CaptureBeginsInsideABinaryResponse",
         Dialogue()
             .server("\x01\x02\x03\xffHTT")
             .server("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na")
             .ends(),
         {"anomaly http1-not-a-message", "< 200 OK", "< content a", "< end"}},
        {"HeadCutByTheEnd",
         Dialogue().client("GET /abc HTTP/1.1\r\nHost: exam").ends(stream::EndReason::CaptureEnded),
         {"anomaly http1-head-cut", "> GET /abc", "> end incomplete"}},
        {"RequestLineCutByTheEnd",
         Dialogue().client("GET /ab").ends(stream::EndReason::CaptureEnded),
         {"anomaly http1-head-cut", "> GET /ab", "> end incomplete"}},
        {"ResponseHeadCutByTheEnd",
         Dialogue()
             .client(kGet)
             .server("HTTP/1.1 200 OK\r\nContent-Le")
             .ends(stream::EndReason::Reset),
         {"> GET /", "> end", "anomaly http1-head-cut", "< 200 OK", "< end incomplete"}},
        {"StatusLineCutByTheEnd",
         Dialogue().client(kGet).server("HTTP/1.1 20").ends(stream::EndReason::Reset),
         {"> GET /", "> end", "< end incomplete"}},
        {"GapInATunnel",
         Dialogue()
             .client("CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n")
             .server("HTTP/1.1 200 OK\r\n\r\nab")
             .serverGap(3)
             .server("cd")
             .ends(),
         {"> CONNECT h:443", "> end", "< 200 OK", "< end", "hand over connect", "rest < ab",
          "rest < gap 3 lost", "rest < cd", "rest < end fin", "rest > end fin"}},
    };
}

}  // namespace hark::http1::test
