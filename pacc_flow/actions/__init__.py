"""The only writers: one public function per verb."""
