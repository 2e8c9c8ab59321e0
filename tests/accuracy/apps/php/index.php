<?php
// A notice board on PHP's own sessions. SETTINGS, from the environment, says how well it is kept, {"kind": ...}:
//   board     cookies only, unknown ids refused, a new id at login, the cookie deleted at logout
//   urlid     browsers without cookies: PHP writes the id into links and forms itself (session.use_trans_sid)
//   fixation  any id is accepted and kept at login; logout destroys the session and leaves the cookie
//   expiry    two seconds at rest end a session; a remember-me token of selector and validator opens another
//   renamed   the same under a name that tells nothing, with shorter ids; an expired session's cookie is deleted
declare(strict_types=1);
require __DIR__ . '/account.php';

const PASSWORDS = ['ada' => 'difference-engine', 'ben' => 'kite-and-key', 'eve' => 'listening-in',
    'dan' => 'tiny-little-cat', 'joe' => 'over-the-hills', 'kim' => 'paper-and-ink'];
const TOPICS = ['Lost umbrellas', 'Bicycle wanted', 'Choir on Tuesdays', 'A cat has moved in'];
const IDLE_SECONDS = 2.0;
const MONTH = 30 * 24 * 3600;

$case = json_decode(getenv('SETTINGS') ?: '{}', true)['kind'] ?? 'board';
$work = getenv('WORK');
ini_set('session.save_path', "$work/sessions");
ini_set('session.serialize_handler', 'php_serialize');
ini_set('session.gc_probability', '0');
ini_set('session.use_strict_mode', $case === 'fixation' || $case === 'urlid' ? '0' : '1');
if ($case === 'urlid' || $case === 'fixation') {
    ini_set('session.use_only_cookies', '0');
}
if ($case === 'urlid') {
    ini_set('session.use_trans_sid', '1');
}
if ($case === 'renamed') {
    session_name('q7');
    ini_set('session.sid_length', '22');
    ini_set('session.sid_bits_per_character', '6');
    session_set_cookie_params(['path' => '/', 'httponly' => true, 'samesite' => 'Lax']);
}
$expires = $case === 'expiry' || $case === 'renamed';
$account = new Account(session_name(), fn(array $session): ?string => $session['user'] ?? null);
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);

if (str_starts_with($path, '/static/')) {   // files: no session is opened for them
    header('Content-Type: image/svg+xml');
    header('Cache-Control: max-age=3600');
    echo '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><title>', basename($path), '</title></svg>';
    exit;
}

session_start();
if ($expires && isset($_SESSION['used']) && microtime(true) - $_SESSION['used'] > IDLE_SECONDS) {
    expire();
}
if (!isset($_SESSION['user']) && isset($_COOKIE['remember'])) {
    remembered($_COOKIE['remember']);
}
$_SESSION['used'] = microtime(true);
$_SESSION['token'] ??= bin2hex(random_bytes(16));

function text(string $text): string
{
    return htmlspecialchars($text, ENT_QUOTES);
}

function see(string $target): never
{
    if (SID !== '' && ini_get('session.use_trans_sid')) {   // PHP rewrites links, not Location
        $target .= (str_contains($target, '?') ? '&' : '?') . session_name() . '=' . session_id();
    }
    header("Location: $target", true, 302);
    exit;
}

function form(string $action, string $fields, string $button): string
{
    return "<form method=\"post\" action=\"$action\">$fields<input type=\"hidden\" name=\"token\" value=\""
        . $_SESSION['token'] . "\"><button>$button</button></form>\n";
}

function page(string $title, string $body, int $status = 200): never
{
    http_response_code($status);
    $flash = isset($_SESSION['flash']) ? '<p class="flash">' . text($_SESSION['flash']) . '</p>' : '';
    unset($_SESSION['flash']);
    $user = $_SESSION['user'] ?? null;
    $account = $user ? "<a href=\"/profile\">$user</a> " . form('/logout', '', 'Log out') : '<a href="/login">Log in</a>';
    header('Content-Type: text/html; charset=utf-8');
    echo "<!doctype html><html lang=\"en\"><head><title>$title - Board</title></head><body>",
        "<img src=\"/static/pin.svg\" alt=\"\"><nav><a href=\"/\">Board</a> <a href=\"/search?q=cat\">Search</a> $account</nav>",
        "$flash<h1>$title</h1>\n$body</body></html>\n";
    exit;
}

function guarded(): void
{
    if (!hash_equals($_SESSION['token'], (string)($_POST['token'] ?? ''))) {
        page('Refused', '<p>This form is too old. Go back and try again.</p>', 403);
    }
}

function expire(): void
{
    global $account, $case;
    $account->tell('expired');
    if ($case === 'renamed') {  // the cookie goes, and a next visit starts afresh
        $_SESSION = [];
        session_destroy();
        setcookie(session_name(), '', ['expires' => 1, 'path' => '/']);
        header('Location: /login', true, 302);
        exit;
    }
    $_SESSION = ['flash' => 'You have been away too long.'];
    session_regenerate_id(true);
}

/** Who a remember-me token belongs to; a token opens one session and is replaced then. */
function remembered(string $cookie): void
{
    [$selector, $validator] = explode(':', $cookie, 2) + ['', ''];
    $file = getenv('WORK') . '/remember/' . basename($selector);
    $known = is_file($file) ? json_decode(file_get_contents($file), true) : null;
    if ($known === null || !hash_equals($known['hash'], hash('sha256', $validator))) {
        setcookie('remember', '', ['expires' => 1, 'path' => '/']);
        return;
    }
    unlink($file);
    remember($known['user']);
    session_regenerate_id(true);
    $_SESSION['user'] = $known['user'];
}

function remember(string $user): void
{
    [$selector, $validator] = [bin2hex(random_bytes(6)), bin2hex(random_bytes(20))];
    file_put_contents(getenv('WORK') . "/remember/$selector",
        json_encode(['user' => $user, 'hash' => hash('sha256', $validator)]));
    setcookie('remember', "$selector:$validator",
        ['expires' => time() + MONTH, 'path' => '/', 'httponly' => true, 'samesite' => 'Lax']);
}

function login(): never
{
    global $account, $case;
    $fields = '<input name="user"> <input name="password" type="password"> <input name="stay" type="checkbox">';
    if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
        page('Log in', form('/login', $fields, 'Log in'));
    }
    guarded();
    $user = (string)($_POST['user'] ?? '');
    if (!hash_equals(PASSWORDS[$user] ?? '', (string)($_POST['password'] ?? '')) || !isset(PASSWORDS[$user])) {
        $account->tell('login-failed');
        page('Log in', '<p class="error">Unknown user or wrong password.</p>' . form('/login', $fields, 'Log in'));
    }
    if ($case !== 'fixation') {
        session_regenerate_id(true);
    }
    $_SESSION['user'] = $user;
    $_SESSION['flash'] = "Welcome, $user.";
    $account->tell('login');
    if (($_POST['stay'] ?? '') !== '') {
        remember($user);
    }
    see('/profile');
}

function logout(): never
{
    global $account, $case;
    guarded();
    if (isset($_SESSION['user'])) {
        $account->tell('logout');
    }
    $_SESSION = [];
    session_destroy();
    if ($case !== 'fixation' && $case !== 'urlid') {
        setcookie(session_name(), '', ['expires' => 1, 'path' => '/']);
    }
    if (isset($_COOKIE['remember'])) {
        setcookie('remember', '', ['expires' => 1, 'path' => '/']);
    }
    header('Location: /', true, 302);
    exit;
}

/** Takes its time, so that what a browser asks meanwhile is asked without its answer. */
function search(string $words): never
{
    session_write_close();
    usleep(80_000);
    page('Search', '<p>' . text($words) . '</p>');
}

function topic(int $number): never
{
    if (!isset(TOPICS[$number])) {
        page('No such topic', '', 404);
    }
    if ($_SERVER['REQUEST_METHOD'] === 'POST') {
        guarded();
        $_SESSION['posts'][] = [$number, (string)($_POST['text'] ?? '')];
        $_SESSION['flash'] = 'Pinned.';
        see("/topic/$number");
    }
    $mine = array_filter($_SESSION['posts'] ?? [], fn(array $post): bool => $post[0] === $number);
    page(TOPICS[$number], implode('', array_map(fn(array $post): string => '<p>' . text($post[1]) . '</p>', $mine))
        . form("/topic/$number", '<input name="text">', 'Pin'));
}

match (true) {
    $path === '/' => page('Notice board', implode('', array_map(
        fn(int $n): string => "<p><a href=\"/topic/$n\">" . TOPICS[$n] . "</a></p>\n", array_keys(TOPICS)))),
    $path === '/search' => search((string)($_GET['q'] ?? '')),
    (bool)preg_match('~^/topic/(\d+)$~', $path, $found) => topic((int)$found[1]),
    $path === '/login' => login(),
    $path === '/logout' => logout(),
    $path === '/profile' => isset($_SESSION['user'])
        ? page('Your profile', '<p>Posts: ' . count($_SESSION['posts'] ?? []) . '</p>') : see('/login'),
    default => page('Not found', '', 404),
};
