"""The bookshop: Django's own login, sessions, CSRF protection and messages, and a few pages to use them."""
import base64

from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm, UserCreationForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

BOOKS = ("Blank pages", "More blank pages", "A ruled notebook", "Squared paper", "An atlas of nowhere")
STEPS = {"address": ("street", "town"), "delivery": ("speed",), "review": ()}
TWO_WEEKS = 14 * 24 * 3600


def page(request, title, body="", status=200, **more):
    return render(request, "page.html", {"title": title, "body": body, **more}, status=status)


def home(request):
    return page(request, "Welcome", "".join(f'<p><a href="/books/{n}/">{name}</a></p>\n'
                                            for n, name in enumerate(BOOKS)))


def book(request, number):
    if number >= len(BOOKS):
        return page(request, "No such book", status=404)
    return page(request, BOOKS[number], "<p>Acid-free, unwritten.</p>" * 4, form_token=True, action="/cart/add/",
                fields=f'<input type="hidden" name="book" value="{number}">', button="Add to cart")


@require_POST
def cart_add(request):
    cart = request.session.get("cart", [])
    request.session["cart"] = cart + [int(request.POST["book"])]
    messages.success(request, "Added to your cart.")
    return redirect("/cart/")


def cart(request):
    lines = "".join(f"<li>{BOOKS[number]}" for number in request.session.get("cart", []))
    languages = "".join(f"<option>{code}" for code in ("en", "de", "fr"))
    return page(request, "Cart", f"<ul>{lines or '<li>Nothing yet.'}</ul><a href='/order/address/'>Order</a>",
                form_token=True, action="/i18n/setlang/", fields=f'<select name="language">{languages}</select>'
                '<input type="hidden" name="next" value="/cart/">', button="Speak")


class Entry(LoginView):
    """Django's login view, with a box to be remembered for two weeks."""
    template_name, extra_context = "page.html", {"title": "Log in"}

    class authentication_form(AuthenticationForm):
        remember = forms.BooleanField(required=False)

    def form_valid(self, form):
        response = super().form_valid(form)
        if form.cleaned_data["remember"]:
            self.request.session.set_expiry(TWO_WEEKS)
        return response


class Password(PasswordChangeView):
    template_name, extra_context, success_url = "page.html", {"title": "Change password"}, "/account/"


def register(request):
    form = UserCreationForm(request.POST or None)
    if form.is_valid():
        login(request, form.save())
        return redirect("/account/")
    return page(request, "Register", form=form)


@login_required
def account(request):
    return page(request, "Your account", f"<p>Hello, {request.user.username}.</p>")


@login_required
def order(request, step):
    """A form in three steps, kept in the session until the last."""
    names = list(STEPS)
    done = request.session.get("order", {})
    early = next((name for name in names[:names.index(step)] if name not in done), None)
    if early:
        return redirect(f"/order/{early}/")
    if request.method == "POST":
        request.session["order"] = {**done, step: {name: request.POST.get(name, "") for name in STEPS[step]}}
        if step != names[-1]:
            return redirect(f"/order/{names[names.index(step) + 1]}/")
        for name in ("order", "cart"):
            request.session.pop(name, None)
        messages.success(request, "Ordered. Nothing will be sent.")
        return redirect("/account/")
    fields = "".join(f'<input name="{name}">' for name in STEPS[step])
    return page(request, f"Order: {step}", form_token=True, action=f"/order/{step}/", fields=fields, button="Next")


@login_required
def staff(request):
    """For staff who have just given their password again; 403 for everybody else who is logged in."""
    if not request.user.is_staff:
        raise PermissionDenied
    if not request.session.get("confirmed"):
        return redirect("/staff/confirm/")
    return page(request, "Staff", "<p>Nothing has been sold.</p>")


@login_required
def confirm(request):
    if request.method == "POST":
        if not request.user.check_password(request.POST.get("pin", "")):
            return page(request, "Wrong", status=403)
        request.session["confirmed"] = True
        request.session.cycle_key()
        request.facts.append("privilege-change")
        return redirect("/staff/")
    return page(request, "Confirm that it is you", form_token=True, action="/staff/confirm/",
                fields='<input name="pin" type="password">', button="Confirm")


@csrf_exempt
def api_orders(request):
    """HTTP Basic and no session."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    name, _, password = base64.b64decode(value).decode().partition(":") if scheme == "Basic" else ("", "", "")
    user = authenticate(request, username=name, password=password) if name else None
    if user is None:
        return JsonResponse({"error": "who are you?"}, status=401, headers={"WWW-Authenticate": 'Basic realm="orders"'})
    request.basic_user = user.username
    return JsonResponse({"user": user.username, "orders": []}, status=201 if request.method == "POST" else 200)


def static(request, name):
    return HttpResponse("body { margin: 1em }\n" * 20, content_type="text/css",
                        headers={"Cache-Control": "max-age=3600"})


urlpatterns = [
    path("", home), path("books/<int:number>/", book), path("cart/", cart), path("cart/add/", cart_add),
    path("login/", Entry.as_view()), path("logout/", LogoutView.as_view(next_page="/")), path("register/", register),
    path("account/", account), path("account/password/", Password.as_view()), path("order/<str:step>/", order),
    path("staff/", staff), path("staff/confirm/", confirm), path("api/orders/", api_orders),
    path("i18n/setlang/", set_language), path("static/<str:name>", static),
]
