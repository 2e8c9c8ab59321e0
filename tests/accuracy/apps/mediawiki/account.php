<?php
// The end of MediaWiki's configuration: what it knows of each request, one row each in $LOG. Its own session store says
// which sessions there are, its hooks say who logs in and out.
use MediaWiki\Session\SessionManager;

$wgMainCacheType = CACHE_NONE;
$wgSessionCacheType = CACHE_DB;
$wgGroupPermissions['*']['edit'] = false;
$wgJobRunRate = 0;
$wgPasswordAttemptThrottle = [];

if (PHP_SAPI === 'fpm-fcgi') {
    $account = ['arrived' => microtime(true), 'held' => null, 'facts' => []];

    // Before the session is opened.
    $wgHooks['SetupAfterCache'][] = function () use (&$account): void {
        $id = $_COOKIE['wiki_session'] ?? '';
        if ($id !== '') {
            $store = ObjectCache::getInstance($GLOBALS['wgSessionCacheType']);
            $account['held'] = $store->get($store->makeKey('MWSession', $id)) ?: null;
        }
    };
    $wgHooks['AuthManagerLoginAuthenticateAudit'][] = function ($response) use (&$account): void {
        $account['facts'][] = $response->status === 'PASS' ? 'login' : 'login-failed';
    };
    $wgHooks['UserLogoutComplete'][] = function () use (&$account): void {
        $account['facts'][] = 'logout';
    };
    register_shutdown_function(function () use (&$account): void {
        $id = $_COOKIE['wiki_session'] ?? '';
        $issued = [];
        foreach (headers_list() as $line) {
            if (preg_match('/^Set-Cookie: wiki_session=([^;]+)/i', $line, $found) && $found[1] !== 'deleted') {
                $issued = [$found[1]];
            }
        }
        $user = SessionManager::getGlobalSession()->getUser();
        $row = [
            'client_ip' => $_SERVER['REMOTE_ADDR'], 'client_port' => (int)$_SERVER['REMOTE_PORT'],
            'ordinal' => (int)$_SERVER['PEER_REQUEST'] - 1, 'time' => round($account['arrived'], 6),
            'method' => $_SERVER['REQUEST_METHOD'], 'target' => $_SERVER['REQUEST_URI'], 'status' => http_response_code(),
            'presented' => $id !== '' ? [$id] : [], 'live' => $account['held'] !== null ? [$id] : [], 'issued' => $issued,
            'user_before' => $account['held']['metadata']['userName'] ?? null,
            'user_after' => $user->isRegistered() ? $user->getName() : null, 'facts' => $account['facts'],
        ];
        file_put_contents(getenv('LOG'), json_encode($row, JSON_UNESCAPED_SLASHES) . "\n", FILE_APPEND | LOCK_EX);
    });
}
