// The sign-in page of a demo: one click fills in a login and sends it.
document.addEventListener("click", (event) => {
  const login = event.target.closest("[data-demo-login]");
  const form = login && document.getElementById("login");
  if (!form) return;
  form.elements.login.value = login.dataset.demoLogin;
  form.elements.password.value = login.dataset.demoSecret;
  form.requestSubmit();
});
