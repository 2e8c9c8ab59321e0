// Messages whose end is found by each kind of framing (RFC 9112 section 6.3).

#include "tests/unit/http1/dialogue.h"

namespace hark::http1::test {

std::vector<Vector> framingVectors() {
    return {
        {"PersistentConnection",
         Dialogue()
             .client("GET /a HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
             .client("GET /b HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
             .ends(),
         {"> GET /a", "> end", "< 200 OK", "< content hello", "< end", "> GET /b", "> end",
          "< 404 Not Found", "< end"}},
        {"PipelinedRequestsAreAnsweredInOrder",
         Dialogue()
             .client("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n"
                     "GET /c HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 200 A\r\nContent-Length: 9\r\n\r\n"
                     "HTTP/1.1 200 B\r\nContent-Length: 1\r\n\r\nb"
                     "HTTP/1.1 200 C\r\nContent-Length: 1\r\n\r\nc")
             .ends(),
         {"> HEAD /a", "> end", "> GET /b", "> end", "> GET /c", "> end", "< 200 A", "< end",
          "< 200 B", "< content b", "< end", "< 200 C", "< content c", "< end"}},
        {"PostWithContentLength",
         Dialogue()
             .client("POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 7\r\n\r\na=1&b=2")
             .server("HTTP/1.1 204 No Content\r\n\r\n")
             .ends(),
         {"> POST /f", "> content a=1&b=2", "> end", "< 204 No Content", "< end"}},
        {"ChunkedWithExtensionsAndTrailers",
         Dialogue()
             .client("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Digest\r\n\r\n"
                     "5;name=\"v\"\r\nhello\r\n1 ; x\r\n \r\n0A\r\n0123456789\r\n0;last\r\n"
                     "Digest: abc\r\nX-Time: 1\r\n\r\n")
             .client("GET /next HTTP/1.1\r\nHost: h\r\n\r\n")
             .ends(),
         {"> GET /", "> end", "< 200 OK", "< content hello 0123456789", "< trailer Digest: abc",
          "< trailer X-Time: 1", "< end", "> GET /next", "> end"}},
        {"ChunkedRequest",
         Dialogue()
             .client("PUT /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
                     "3\r\nabc\r\n0\r\n\r\n")
             .server("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
             .ends(),
         {"> PUT /f", "> content abc", "> end", "< 201 Created", "< end"}},
        {"ChunkedWithBareLineFeeds",
         Dialogue()
             .client("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\nabc\n0\n\n")
             .ends(),
         {"> GET /", "> end", "< 200 OK", "< content abc", "< end"}},
        {"EmptyChunkedContent",
         Dialogue()
             .client("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
             .ends(),
         {"> GET /", "> end", "< 200 OK", "< end"}},
        {"UntilCloseByFinIsWhole",
         Dialogue()
             .client("GET / HTTP/1.0\r\n\r\n")
             .server("HTTP/1.0 200 OK\r\n\r\nsome")
             .server("thing")
             .serverEnds()
             .clientEnds(),
         {"> GET /", "> end", "< 200 OK", "< content something", "< end"}},
        {"UntilCloseByResetIsIncomplete",
         Dialogue()
             .client("GET / HTTP/1.0\r\n\r\n")
             .server("HTTP/1.0 200 OK\r\n\r\nsome")
             .ends(stream::EndReason::Reset),
         {"> GET /", "> end", "< 200 OK", "< content some", "< end incomplete"}},
        {"ContentLengthCutByTheEnd",
         Dialogue()
             .client("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nsome")
             .ends(),
         {"> GET /", "> end", "< 200 OK", "< content some", "< end incomplete"}},
        {"ChunkedCutByTheEnd",
         Dialogue()
             .client("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n")
             .ends(),
         {"> GET /", "> end", "< 200 OK", "< content some", "< end incomplete"}},
        {"ResponseToHeadHasNoContent",
         Dialogue()
             .client("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
             .client("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab")
             .ends(),
         {"> HEAD /", "> end", "< 200 OK", "< end", "> GET /", "> end", "< 200 OK", "< content ab",
          "< end"}},
        {"NotModifiedHasNoContent",
         Dialogue()
             .client("GET / HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\n\r\n"
                     "HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n\r\n")
             .ends(),
         {"> GET /", "> end", "> GET /b", "> end", "< 304 Not Modified", "< end",
          "< 204 No Content", "< end"}},
        {"ContentLengthShorterThanTheBody",
         Dialogue()
             .client(
                 "PUT /customers/100 HTTP/1.1\r\nHost: h\r\nContent-Length: 72\r\n\r\n"
                 "{\"id\": 100, \"name\": \"Ada\", \"city\": \"London\", \"notes\": \"0123456789012"
                 "345\",\"x\": 1}\r\n")
             .server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
             .client("GET /customers/100 HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
             .ends(),
         {"> PUT /customers/100",
          "> content {\"id\": 100, \"name\": \"Ada\", \"city\": \"London\", \"notes\": "
          "\"0123456789012345\"",
          "> end", "anomaly http1-not-a-message", "< 200 OK", "< end", "> GET /customers/100",
          "> end", "< 200 OK", "< end"}},
        {"ContentLengthShorterThanABodyOfLetters",
         Dialogue()
             .client("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nabcdefghij")
             .server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
             .client("GET /b HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
             .ends(),
         {"> PUT /a", "> content abcd", "> end", "< 200 OK", "< end", "anomaly http1-not-a-message",
          "> GET /b", "> end", "< 200 OK", "< end"}},
        {"EndAfterTheHeadOnly",
         Dialogue()
             .client("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n")
             .ends(stream::EndReason::CaptureEnded),
         {"> POST /", "> end incomplete"}},
    };
}

}  // namespace hark::http1::test
