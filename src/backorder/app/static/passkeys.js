// Says on the page what allauth's script would only say in the console.
document.addEventListener("allauth.error", function (event) {
  const told = document.getElementById("passkey-fault");
  if (told) {
    told.hidden = false;
    event.preventDefault();
  }
});
