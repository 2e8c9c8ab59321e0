<?php
// Runs before every script of DokuWiki, which is left as Debian packages it: its configuration is the run's own, and its
// sessions are watched. Who is logged in is what its session says; the forms' names are those of DokuWiki.
declare(strict_types=1);
require __DIR__ . '/../php/account.php';

$work = getenv('WORK');
define('DOKU_CONF', "$work/conf/");
ini_set('session.save_path', "$work/sessions");
ini_set('session.serialize_handler', 'php_serialize');
ini_set('session.gc_probability', '0');

$account = new Account('DokuWiki', function (array $session): ?string {
    foreach ($session as $key => $part) {
        if (str_starts_with((string)$key, 'DW')) {
            return $part['auth']['user'] ?? null;
        }
    }
    return null;
}, function (?string $before, ?string $after): array {
    if (($_POST['u'] ?? '') !== '' && ($_REQUEST['do'] ?? '') === 'login') {
        return [$after === $_POST['u'] ? 'login' : 'login-failed'];
    }
    return $before !== null && $after === null && ($_REQUEST['do'] ?? '') === 'logout' ? ['logout'] : [];
});
