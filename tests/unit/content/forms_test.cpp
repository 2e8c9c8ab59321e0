// Parameters of forms and queries (URL standard, section 5.1), multipart/form-data (RFC 7578, with
// the boundaries of RFC 2046 section 5.1.1), and the media types that tell which it is.

#include "core/content/forms.h"

#include <string>

#include <gtest/gtest.h>

#include "core/content/limits.h"
#include "core/content/media_type.h"

namespace hark::content {
namespace {

struct Row {
    const char* name;
    std::string text;
    std::string read;
};

std::string readParameters(std::string_view text) {
    std::string line;
    forEachParameter(text, [&](std::string_view name, std::string_view value) {
        line.append("[").append(name).append("|").append(value).append("]");
    });
    return line;
}

TEST(Parameters, AreReadAsTheUrlStandardSays) {
    for (const Row& row : {
             Row{"one", "a=1", "[a|1]"},
             Row{"several", "a=1&b=2&a=3", "[a|1][b|2][a|3]"},
             Row{"plus is a space", "a+b=c+d", "[a b|c d]"},
             Row{"percent-encoding", "%61=%3D%26%2B", "[a|=&+]"},
             Row{"UTF-8", "a=%C3%A9", "[a|\xc3\xa9]"},
             Row{"escapes that are none stay", "a=100%&b=%zz&c=%4", "[a|100%][b|%zz][c|%4]"},
             Row{"no equals sign", "a&b=", "[a|][b|]"},
             Row{"no name", "=1&=", "[|1][|]"},
             Row{"the first equals sign counts", "a=b=c", "[a|b=c]"},
             Row{"empty ones are passed over", "&&a=1&&", "[a|1]"},
             Row{"a semicolon is part of the value", "a=1;b=2", "[a|1;b=2]"},
             Row{"a question mark is nothing special", "?a=1", "[?a|1]"},
             Row{"nothing", "", ""},
             Row{"NUL", "a=%00", std::string("[a|\0]", 5)},
             Row{"line ends", "a=1\r\nb=2", "[a|1\r\nb=2]"},
         }) {
        EXPECT_EQ(readParameters(row.text), row.read) << row.name;
    }
}

TEST(Parameters, AreViewsWhereNothingIsToUndo) {
    const std::string text = "name=value";
    forEachParameter(text, [&](std::string_view name, std::string_view value) {
        EXPECT_EQ(name.data(), text.data());
        EXPECT_EQ(value.data(), text.data() + 5);
    });
}

TEST(Parameters, AreBounded) {
    std::string text;
    for (std::size_t i = 0; i < kMaximumParameters + 10; ++i)
        text += "a&";
    std::size_t count = 0;
    EXPECT_FALSE(forEachParameter(text, [&](std::string_view, std::string_view) { ++count; }));
    EXPECT_EQ(count, kMaximumParameters);
}

std::string show(const FormPart& part) {
    std::string line = "[" + std::string(part.name) + "|" + std::string(part.value);
    if (part.fileName) line += "|file=" + std::string(*part.fileName);
    if (!part.contentType.empty()) line += "|" + std::string(part.contentType);
    return line + (part.complete ? "]" : "...");
}

std::string readParts(std::string_view content, std::string_view boundary = "B") {
    std::string line;
    forEachFormPart(content, boundary, [&](const FormPart& part) { line += show(part); });
    return line;
}

const std::string kField = "Content-Disposition: form-data; name=\"a\"\r\n\r\n";
const std::string kForm =
    "--B\r\n" + kField +
    "1\r\n--B\r\nContent-Disposition: form-data; name=\"f\"; "
    "filename=\"x.txt\"\r\nContent-Type: text/plain\r\n\r\nline\r\n--BB\r\n\r\n--B--\r\n";

TEST(FormParts, AreReadFromWholeContent) {
    EXPECT_EQ(readParts(kForm), "[a|1][f|line\r\n--BB\r\n|file=x.txt|text/plain]");
}

TEST(FormParts, AreReadInOddShapes) {
    for (const Row& row : {
             Row{"a preamble and an epilogue",
                 "hello\r\n--B\r\n" + kField + "1\r\n--B--\r\n--B\r\n" + kField + "2\r\n--B--",
                 "[a|1]"},
             Row{"bare line feeds", "--B\nContent-Disposition: form-data; name=a\n\n1\n--B--\n",
                 "[a|1]"},
             Row{"blanks behind a boundary",
                 "--B \t\r\n" + kField + "1\r\n--B  \r\n" + kField + "2\r\n--B--", "[a|1][a|2]"},
             Row{"an empty value", "--B\r\n" + kField + "\r\n--B--", "[a|]"},
             Row{"a head that the boundary follows at once", "--B\r\n" + kField + "--B--", "[a|]"},
             Row{"a boundary inside a line is none", "--B\r\n" + kField + "x--B\r\n--B--",
                 "[a|x--B]"},
             Row{"a longer boundary is none", "--B\r\n" + kField + "x\r\n--BC\r\n--B--",
                 "[a|x\r\n--BC]"},
             Row{"an empty file",
                 "--B\r\nContent-Disposition: form-data; name=\"f\"; "
                 "filename=\"\"\r\n\r\n\r\n--B--",
                 "[f||file=]"},
             Row{"the parameter's name in any case",
                 "--B\r\ncontent-disposition: FORM-DATA; NAME=a\r\n\r\n1\r\n--B--", "[a|1]"},
             Row{"a file's name is not the field's",
                 "--B\r\nContent-Disposition: form-data; filename=\"name=x\"; name=\"a\"\r\n\r\n"
                 "1\r\n--B--",
                 "[a|1|file=name=x]"},
             Row{"escapes as browsers write them",
                 "--B\r\nContent-Disposition: form-data; "
                 "name=\"a%22b%0D%0ac%20\"\r\n\r\n1\r\n--B--",
                 "[a\"b\r\nc%20|1]"},
             Row{"escapes by backslash",
                 "--B\r\nContent-Disposition: form-data; name=\"a\\\"b\"; "
                 "filename=\"C:\\dir\\x\"\r\n\r\n1\r\n--B--",
                 "[a\"b|1|file=C:\\dir\\x]"},
             Row{"no name", "--B\r\nContent-Type: text/plain\r\n\r\n1\r\n--B--", "[|1|text/plain]"},
             Row{"no head", "--B\r\n\r\n1\r\n--B--", "[|1]"},
             Row{"a line that is no field", "--B\r\nwhat?\r\n" + kField + "1\r\n--B--", "[a|1]"},
             Row{"nothing", "", ""},
             Row{"no boundary in it", "a=1&b=2", ""},
             Row{"only the last boundary", "--B--\r\n", ""},
             Row{"a head beyond the limit",
                 "--B\r\nX: " + std::string(kMaximumPartHead, 'x') + "\r\n\r\n1\r\n--B\r\n" +
                     kField + "2\r\n--B--",
                 "[a|2]"},
         }) {
        EXPECT_EQ(readParts(row.text), row.read) << row.name;
    }
}

TEST(FormParts, CutAnywhereAreWhatWasThere) {
    for (std::size_t cut = 0; cut <= kForm.size(); ++cut) {
        std::size_t parts = 0;
        forEachFormPart(std::string_view(kForm).substr(0, cut), "B", [&](const FormPart& part) {
            ++parts;
            const std::string_view value = part.name == "a" ? "1" : "line\r\n--BB\r\n";
            if (part.complete) {
                EXPECT_EQ(part.value, value) << cut;
            } else {  // maybe with the beginning of a delimiter
                const std::string more = std::string(value) + "\r\n--B-";
                EXPECT_TRUE(std::string_view(more).starts_with(part.value)) << cut;
            }
        });
        EXPECT_LE(parts, 2U) << cut;
    }
    EXPECT_EQ(readParts(kForm.substr(0, kForm.find("1\r\n") + 1)), "[a|1...");
}

TEST(FormParts, AreBounded) {
    std::string content;
    for (std::size_t i = 0; i < kMaximumParts + 10; ++i)
        content += "--B\r\n\r\n\r\n";
    std::size_t count = 0;
    EXPECT_FALSE(forEachFormPart(content, "B", [&](const FormPart&) { ++count; }));
    EXPECT_EQ(count, kMaximumParts);
    EXPECT_TRUE(forEachFormPart(kForm, "B", [](const FormPart&) {}));
    EXPECT_TRUE(forEachParameter("a&&", [](std::string_view, std::string_view) {}));
    forEachFormPart(kForm, "", [](const FormPart&) { ADD_FAILURE(); });
    const std::string longest(kMaximumBoundary + 1, 'x');
    forEachFormPart("--" + longest + "\r\n\r\n1", longest, [](const FormPart&) { ADD_FAILURE(); });
}

TEST(MediaType, HasAKind) {
    struct KindRow {
        const char* type;
        MediaKind kind;
    };
    for (const KindRow& row : {
             KindRow{"text/html; charset=utf-8", MediaKind::Html},
             KindRow{" TEXT/HTML ;x", MediaKind::Html},
             KindRow{"application/xhtml+xml", MediaKind::Html},
             KindRow{"application/json", MediaKind::Json},
             KindRow{"application/problem+JSON;a=b", MediaKind::Json},
             KindRow{"text/json", MediaKind::Json},
             KindRow{"application/x-www-form-urlencoded", MediaKind::UrlEncodedForm},
             KindRow{"multipart/form-data; boundary=x", MediaKind::MultipartForm},
             KindRow{"text/html, text/html", MediaKind::Html},
             KindRow{"text/plain", MediaKind::Other},
             KindRow{"application/jsonx", MediaKind::Other},
             KindRow{"multipart/mixed", MediaKind::Other},
             KindRow{"", MediaKind::Other},
         }) {
        EXPECT_EQ(mediaKindOf(row.type), row.kind) << row.type;
    }
}

TEST(MediaType, HasParameters) {
    const auto boundary = [](std::string_view field) {
        return mediaTypeParameter(field, "boundary").value_or("none");
    };
    EXPECT_EQ(boundary("multipart/form-data; boundary=abc"), "abc");
    EXPECT_EQ(boundary("multipart/form-data;Boundary=\"a b;c\" ; x=y"), "a b;c");
    EXPECT_EQ(boundary("multipart/form-data; x=\"; boundary=no\"; boundary=yes"), "yes");
    EXPECT_EQ(boundary("multipart/form-data; boundary=a; boundary=b"), "a");
    EXPECT_EQ(boundary("multipart/form-data; charset; boundary=a"), "a");
    EXPECT_EQ(boundary("multipart/form-data; boundary = a"), "a");
    EXPECT_EQ(boundary("multipart/form-data; boundary=\"a\\\"b"), "a\"b");
    EXPECT_EQ(boundary("multipart/form-data; boundary="), "");
    EXPECT_EQ(boundary("multipart/form-data; boundary"), "none");
    EXPECT_EQ(boundary("multipart/form-data"), "none");
    EXPECT_EQ(boundary("boundary=a"), "none");
    EXPECT_EQ(boundary(";"), "none");
    EXPECT_EQ(boundary(""), "none");
}

}  // namespace
}  // namespace hark::content
