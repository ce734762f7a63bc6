// The picture of a thing's neighbours: its library is fetched when the reader comes near.
"use strict";

const picture = document.getElementById("picture");
if (picture && "IntersectionObserver" in window) {
  const near = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      near.disconnect();
      const script = document.createElement("script");
      script.src = "/static/vendor/neighbours.js";
      document.head.append(script);
    },
    { rootMargin: "300px" },
  );
  near.observe(document.querySelector(".neighbours"));
}
