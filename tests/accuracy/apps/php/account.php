<?php
// What an application on PHP's sessions knows of each request, one row each in $LOG: what its store held of the session
// when the request arrived, what it handed out with the response, and what its code did.

/** PHP's own files, watched: reading happens under the session's lock, so what was there is known for sure. */
final class Watched extends SessionHandler implements SessionUpdateTimestampHandlerInterface
{
    /** @var array<string, array{string, bool}> id => what the file held, whether the id had been destroyed before */
    private array $found = [];

    public function read(string $id): string|false
    {
        $data = parent::read($id);
        $this->found[$id] = [(string)$data, $this->isDestroyed($id)];
        return $data;
    }

    /** What the session held when PHP opened it. */
    public function found(string $id): ?array
    {
        return $this->found[$id] ?? null;
    }

    /** The same where PHP doesn't open it; the lock keeps away from a file that is being written. */
    public function look(string $id): array
    {
        $file = @fopen(session_save_path() . '/sess_' . basename($id), 'r');
        $data = $file && flock($file, LOCK_SH) ? stream_get_contents($file) : '';
        return [(string)$data, $this->isDestroyed($id)];
    }

    public function destroy(string $id): bool
    {
        touch(getenv('WORK') . "/destroyed/$id");
        return parent::destroy($id);
    }

    public function isDestroyed(string $id): bool
    {
        return is_file(getenv('WORK') . '/destroyed/' . basename($id));
    }

    public function validateId(string $id): bool
    {
        return is_file(session_save_path() . "/sess_$id");
    }

    public function updateTimestamp(string $id, string $data): bool
    {
        return $this->write($id, $data);
    }
}

final class Account
{
    private array $facts = [];
    private float $arrived;
    private ?string $presented;
    private Watched $store;
    private array $unopened;
    private bool $isWritten = false;

    /**
     * @param Closure(array): ?string $userOf who is logged in by what a session holds
     * @param ?Closure(?string, ?string): string[] $judge facts that follow from the user before and after
     */
    public function __construct(private string $name, private Closure $userOf, private ?Closure $judge = null)
    {
        $this->arrived = microtime(true);
        $this->store = new Watched();
        session_set_save_handler($this->store, false);
        $this->presented = $_COOKIE[$name]
            ?? (ini_get('session.use_only_cookies') ? null : ($_GET[$name] ?? $_POST[$name] ?? null));
        $this->unopened = $this->presented === null ? ['', false] : $this->store->look($this->presented);
        ob_start(fn(string $output): string => $this->write($output));
    }

    /** What the application's code decided: login, login-failed, logout, expired. */
    public function tell(string $fact): void
    {
        $this->facts[] = $fact;
    }

    /** The id that the response carries: in Set-Cookie, in Location, or in links and forms that PHP has rewritten. */
    private function issued(string $output): ?string
    {
        $cookie = null;
        foreach (headers_list() as $line) {
            if (preg_match('/^Set-Cookie: ' . $this->name . '=([^;]+)/i', $line, $found)) {
                $cookie = urldecode($found[1]);     // the last one is the one that stays
            } elseif (stripos($line, 'Location:') === 0) {
                $output .= $line;
            }
        }
        if ($cookie !== null) {
            return $cookie === 'deleted' ? null : $cookie;
        }
        $id = session_id();
        return $id !== '' && str_contains($output, $id) ? $id : null;
    }

    private function write(string $output): string
    {
        if ($this->isWritten) {     // flushed more than once
            return $output;
        }
        $this->isWritten = true;
        $id = $this->presented;
        [$held, $wasDestroyed] = $id === null ? ['', false] : $this->store->found($id) ?? $this->unopened;
        $user = $held === '' ? null : ($this->userOf)(unserialize($held));
        $after = ($this->userOf)($_SESSION ?? []);
        $facts = [...$this->facts, ...($this->judge ? ($this->judge)($user, $after) : [])];
        // What has been destroyed is dead, though PHP begins an empty session under the same id, until that names a user.
        $isLive = $id !== null && !in_array('expired', $facts, true)
            && ($wasDestroyed ? $user !== null : $held !== '' || $this->store->found($id) !== null);
        $row = [
            'client_ip' => preg_replace('/^::ffff:/', '', $_SERVER['REMOTE_ADDR']),
            'client_port' => (int)$_SERVER['REMOTE_PORT'],
            'ordinal' => (int)($_SERVER['PEER_REQUEST'] ?? 1) - 1, 'time' => round($this->arrived, 6),
            'method' => $_SERVER['REQUEST_METHOD'], 'target' => $_SERVER['REQUEST_URI'], 'status' => http_response_code(),
            'presented' => array_filter([$id]), 'live' => $isLive ? [$id] : [],
            'issued' => array_filter([$this->issued($output)]), 'user_before' => $user,
            'user_after' => $after, 'facts' => $facts, 'kept' => $id !== null && !$this->store->isDestroyed($id),
        ];
        file_put_contents(getenv('LOG'), json_encode($row, JSON_UNESCAPED_SLASHES) . "\n", FILE_APPEND | LOCK_EX);
        return $output;
    }
}
