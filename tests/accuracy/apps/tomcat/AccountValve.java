import jakarta.servlet.ServletException;
import java.io.FileWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.catalina.Session;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * What Tomcat itself knows of each request, one row each in $LOG: what its session manager held when the request
 * arrived, what the response handed out, and who is logged in by the session before and after.
 */
public final class AccountValve extends ValveBase {
    private final Map<String, Integer> requests = new HashMap<>();
    /** Ids that the manager held and nobody has ended or replaced: one that it no longer finds has run out. */
    private final Set<String> living = new HashSet<>();
    private Writer log;
    private int idleSeconds = 1800;

    public AccountValve() {
        super(true);
    }

    /** Seconds at rest that end a session. web.xml only knows minutes. */
    public void setIdleSeconds(int seconds) {
        idleSeconds = seconds;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        double time = System.currentTimeMillis() / 1000.0;
        int ordinal;
        synchronized (this) {
            ordinal = requests.merge(request.getRemoteAddr() + " " + request.getRemotePort(), 1, Integer::sum) - 1;
        }
        String id = request.getRequestedSessionId();
        Session held = find(request, id);
        boolean isLive = held != null;
        String before = user(held);
        try {
            getNext().invoke(request, response);
        } finally {
            Session now = request.getSessionInternal(false);
            if (now != null && now.isValid()) {
                now.setMaxInactiveInterval(idleSeconds);
            }
            write(request, response, time, ordinal, id, isLive, before, now);
        }
    }

    private static Session find(Request request, String id) throws IOException {
        if (id == null || request.getContext() == null || request.getContext().getManager() == null) {
            return null;
        }
        Session session = request.getContext().getManager().findSession(id);
        return session != null && session.isValid() ? session : null;
    }

    private static String user(Session session) {
        return session != null && session.isValid() && session.getPrincipal() != null
            ? session.getPrincipal().getName() : null;
    }

    private synchronized void write(Request request, Response response, double time, int ordinal, String id,
            boolean isLive, String before, Session now) throws IOException {
        List<String> issued = new ArrayList<>();
        for (String line : response.getHeaders("Set-Cookie")) {
            if (line.startsWith("JSESSIONID=") && !line.startsWith("JSESSIONID=;")) {
                issued.add(line.substring("JSESSIONID=".length()).split(";")[0]);
            }
        }
        String after = user(now);
        List<String> facts = new ArrayList<>();
        if (id != null && !isLive && living.remove(id)) {
            facts.add("expired");
        }
        if (request.getRequestURI().contains("/j_security_check")) {
            facts.add(before == null && after != null ? "login" : "login-failed");
        }
        if (before != null && after == null && request.getParameter("logoff") != null) {
            facts.add("logout");
        }
        if (isLive && (now == null || !now.isValid() || !now.getIdInternal().equals(id))) {
            living.remove(id);
        }
        if (now != null && now.isValid()) {
            living.add(now.getIdInternal());
        }
        String query = request.getQueryString();
        if (log == null) {
            log = new FileWriter(System.getenv("LOG"), true);
        }
        String address = request.getRemoteAddr().replaceFirst("(^|:)0(:0)+(:|$)", "::");     // RFC 5952
        log.write("{\"client_ip\": " + quoted(address) + ", \"client_port\": " + request.getRemotePort()
            + ", \"ordinal\": " + ordinal + ", \"time\": " + String.format("%.3f", time)
            + ", \"method\": " + quoted(request.getMethod())
            + ", \"target\": " + quoted(request.getRequestURI() + (query == null ? "" : "?" + query))
            + ", \"status\": " + response.getStatus()
            + ", \"presented\": " + list(id == null ? List.of() : List.of(id))
            + ", \"live\": " + list(isLive ? List.of(id) : List.of()) + ", \"issued\": " + list(issued)
            + ", \"user_before\": " + quoted(before) + ", \"user_after\": " + quoted(after)
            + ", \"facts\": " + list(facts) + "}\n");
        log.flush();
    }

    private static String list(List<String> texts) {
        return texts.stream().map(AccountValve::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String text) {
        return text == null ? "null" : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
