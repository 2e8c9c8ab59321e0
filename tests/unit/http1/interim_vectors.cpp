// Interim responses, and connections that go on as something else.

#include "tests/unit/http1/dialogue.h"

namespace hark::http1::test {

std::vector<Vector> interimAndTunnelVectors() {
    return {
        {"ContinueGranted",
         Dialogue()
             .client("PUT /f HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n"
                     "\r\n")
             .server("HTTP/1.1 100 Continue\r\n\r\n")
             .client("data")
             .server("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
             .ends(),
         {"> PUT /f", "< 100 Continue", "< end", "> content data", "> end", "< 201 Created",
          "< end"}},
        {"ContinueNotWaitedFor",
         Dialogue()
             .client("PUT /f HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n"
                     "\r\n")
             .client("GET ")
             .server("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
             .ends(),
         {"> PUT /f", "> content GET ", "> end", "< 201 Created", "< end"}},
        // RFC 9110 section 10.1.1: the content need not follow.
        {"ContinueRefusedAndTheNextRequestFollows",
         Dialogue()
             .client("PUT /f HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 400\r\n"
                     "\r\n")
             .server("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n")
             .client("GET /next HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
             .ends(),
         {"> PUT /f", "< 417 Expectation Failed", "< end", "> end incomplete", "> GET /next",
          "> end", "< 200 OK", "< end"}},
        {"ContinueRefusedAndTheContentFollowsAllTheSame",
         Dialogue()
             .client("PUT /f HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n"
                     "\r\n")
             .server("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")
             .client("GETIT")
             .client("GET /b HTTP/1.1\r\nHost: h\r\n\r\n")
             .ends(),
         {"> PUT /f", "< 413 Too Large", "< end", "> content GETIT", "> end", "> GET /b", "> end"}},
        {"ContinueRefusedAndTheConnectionEnds",
         Dialogue()
             .client("PUT /f HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n"
                     "\r\n")
             .server("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")
             .client("GE")
             .ends(),
         {"> PUT /f", "< 413 Too Large", "< end", "> content GE", "> end incomplete"}},
        {"EarlyHints",
         Dialogue()
             .client("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
             .server("HTTP/1.1 103 Early Hints\r\nLink: </b>\r\n\r\nHTTP/1.1 200 OK\r\n"
                     "Content-Length: 1\r\n\r\nx")
             .ends(),
         {"> GET /", "> end", "< 103 Early Hints", "< end", "< 103 Early Hints", "< end",
          "< 200 OK", "< content x", "< end"}},
        {"ConnectGranted",
         Dialogue()
             .client("CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n")
             .server("HTTP/1.1 200 Connection established\r\nContent-Length: 4\r\n\r\n")
             .client("hello")
             .server("world")
             .ends(),
         {"> CONNECT h:443", "> end", "< 200 Connection established", "< end", "hand over connect",
          "rest > hello", "rest < world", "rest < end fin", "rest > end fin"}},
        {"ConnectGrantedAndTheClientWasFaster",
         Dialogue()
             .client("CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\nhel")
             .client("lo")
             .server("HTTP/1.1 200 OK\r\n\r\nworld")
             .ends(),
         {"> CONNECT h:443", "> end", "< 200 OK", "< end", "hand over connect", "rest > hello",
          "rest < world", "rest < end fin", "rest > end fin"}},
        {"ConnectRefusedAndHttpGoesOn",
         Dialogue()
             .client("CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n")
             .server("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 2\r\n\r\nno")
             .client("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
             .server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
             .ends(),
         {"> CONNECT h:443", "> end", "< 407 Proxy Authentication Required", "< content no",
          "< end", "> GET /", "> end", "< 200 OK", "< end"}},
        {"ConnectRefusedAfterAHalfClose",
         Dialogue()
             .client("CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n")
             .clientEnds()
             .server("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 2\r\n\r\nno")
             .serverEnds(),
         {"> CONNECT h:443", "> end", "< 502 Bad Gateway", "< content no", "< end"}},
        {"ConnectGrantedAfterAHalfClose",
         Dialogue()
             .client("CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n")
             .client("question")
             .clientEnds()
             .server("HTTP/1.1 200 OK\r\n\r\nanswer")
             .serverEnds(),
         {"> CONNECT h:443", "> end", "< 200 OK", "< end", "hand over connect", "rest > question",
          "rest > end fin", "rest < answer", "rest < end fin"}},
        {"ConnectWithoutAnAnswer",
         Dialogue()
             .client("CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\nxyz")
             .ends(stream::EndReason::CaptureEnded),
         {"> CONNECT h:443", "> end", "hand over connect", "rest > xyz", "rest < end capture-ended",
          "rest > end capture-ended"}},
        {"UpgradeSwitchesProtocols",
         Dialogue()
             .client("GET /chat HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: WebSocket"
                     "\r\n\r\n")
             .server("HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\n\r\n\x81\x01x")
             .client("\x81\x01y")
             .ends(),
         {"> GET /chat", "> end", "< 101 Switching Protocols", "< end", "hand over websocket",
          "rest < \x81\x01x", "rest > \x81\x01y", "rest < end fin", "rest > end fin"}},
        {"UpgradeBeforeTheRequestIsWhole",
         Dialogue()
             .client("GET /chat HTTP/1.1\r\nUpgrade: x\r\n")
             .server("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n")
             .client("more")
             .ends(),
         {"< 101 Switching Protocols", "< end", "hand over x", "> end incomplete", "rest > more",
          "rest < end fin", "rest > end fin"}},
        {"UpgradeDeclinedStaysHttp",
         Dialogue()
             .client("GET /chat HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n")
             .server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
             .client("GET /b HTTP/1.1\r\nHost: h\r\n\r\n")
             .ends(),
         {"> GET /chat", "> end", "< 200 OK", "< content ok", "< end", "> GET /b", "> end"}},
        {"ResponseWithoutRequest",
         Dialogue().server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").ends(),
         {"< 200 OK", "< content ok", "< end"}},
        {"ResponseWithoutRequestToWhatMayHaveBeenHead",
         Dialogue()
             .server("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n"
                     "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
             .ends(),
         {"< 200 OK", "< end", "< 404 Not Found", "< end"}},
        {"ResponseWithoutRequestWhoseContentBeginsLikeOne",
         Dialogue().server("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHTTP!").ends(),
         {"< 200 OK", "< content HTTP!", "< end"}},
        {"RequestWithoutResponse",
         Dialogue().client("GET / HTTP/1.1\r\nHost: h\r\n\r\n").ends(),
         {"> GET /", "> end"}},
    };
}

}  // namespace hark::http1::test
