// Interface: states made by hand, drawn into screens and driven by keys. No terminal, no kernel.
